//! Writes generated files: only to the given path, only if the text has
//! changed, and never over a file that was written by hand.

use crate::input;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The mark of a file that may be overwritten.
const MARK: &str = "@generated";

/// How many bytes are searched for the mark.
const MAX_FIRST_LINE: usize = 4096;

/// A longer file is not an older client: a difference to it is of no use.
const MAX_CLIENT: usize = 4 << 20;

/// A file that is to be written, or compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its path.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

/// Whether writing a file changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteOutcome {
    /// It already had this text and was not touched.
    Same,
    /// It is new, or its text has changed.
    Changed,
}

impl Output {
    /// The current text of the file, or `None` if there is no file. Bytes that
    /// are not UTF-8 are shown as `\u{fffd}`.
    ///
    /// # Errors
    /// When it can't be read, is a link, or is longer than a client of this program
    /// (4 MiB and four times the text).
    pub fn current(&self) -> io::Result<Option<String>> {
        self.exists()?.then(|| self.read(MAX_CLIENT + 4 * self.text.len())).transpose()
    }

    /// Whether there is a file that may be overwritten; fails for a link.
    fn exists(&self) -> io::Result<bool> {
        match fs::symlink_metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(self.with_path(&error)),
            Ok(found) if found.is_symlink() => {
                let message = "it is a link, and its target is not overwritten";
                Err(self.with_path(&io::Error::other(message)))
            }
            Ok(_) => Ok(true),
        }
    }

    fn read(&self, most: usize) -> io::Result<String> {
        let bytes =
            input::regular_file(&self.path, most).map_err(|error| self.with_path(&error))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Checks that the file may be overwritten.
    ///
    /// # Errors
    /// When it can't be read, is a link, or was not generated.
    pub fn check(&self) -> io::Result<()> {
        if !self.exists()? {
            return Ok(());
        }
        let first = input::first_bytes(&self.path, MAX_FIRST_LINE);
        let first = first.map_err(|error| self.with_path(&error))?;
        let line = first.split(|byte| *byte == b'\n').next().map(String::from_utf8_lossy);
        if line.is_some_and(|line| line.starts_with("//") && line.contains(MARK)) {
            return Ok(());
        }
        let path = self.path.display();
        Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!(
                "{path} was not generated (its first line lacks `{MARK}`), so it is not overwritten"
            ),
        ))
    }

    /// Writes the file, unless it already has this text, apart from line ends: to a
    /// temporary file first, so that nobody ever reads half of it.
    ///
    /// # Errors
    /// When it can't be written, is a link, or was not generated.
    pub fn write(&self) -> io::Result<WriteOutcome> {
        if self.is_written()? {
            return Ok(WriteOutcome::Same);
        }
        self.check()?;
        self.replace().map_err(|error| self.with_path(&error))?;
        Ok(WriteOutcome::Changed)
    }

    /// Writes the file in the same way, whatever it contains.
    ///
    /// # Errors
    /// When it can't be written, or is a link.
    pub fn overwrite(&self) -> io::Result<()> {
        self.exists()?;
        self.replace().map_err(|error| self.with_path(&error))
    }

    /// Whether the file already has this text, apart from line ends.
    ///
    /// # Errors
    /// When it can't be read, or is a link.
    pub fn is_written(&self) -> io::Result<bool> {
        if !self.exists()? {
            return Ok(false);
        }
        // At most each line end is longer.
        match self.read(2 * self.text.len()) {
            Ok(text) => Ok(text.replace("\r\n", "\n") == self.text),
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn replace(&self) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or_else(|| Path::new(""));
        if !folder.as_os_str().is_empty() {
            fs::create_dir_all(folder)?;
        }
        let beside = self.path.with_extension(format!("{}.tmp", std::process::id()));
        // A file that a killed run left, or a link that somebody planted.
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let written = fs::File::create_new(&beside)
            .and_then(|mut file| file.write_all(self.text.as_bytes()))
            .and_then(|()| fs::rename(&beside, &self.path));
        written.inspect_err(|_| drop(fs::remove_file(&beside)))
    }

    /// An error says which file it is about.
    fn with_path(&self, error: &io::Error) -> io::Error {
        io::Error::new(error.kind(), format!("{}: {error}", self.path.display()))
    }
}

/// The name of a spec's module and of its file: that of the spec's file.
/// A keyword is written raw where the module is declared (`mod r#box;` is in
/// `box.rs`).
///
/// # Errors
/// When the name can't be one of a module.
pub fn module_name(spec: &Path) -> Result<String, String> {
    let stem = spec.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let name = heck::AsSnakeCase(stem).to_string();
    match name.as_str() {
        // These can't be raw, and `mod.rs` holds the modules of a folder.
        "self" | "super" | "crate" | "mod" => Ok(name + "_"),
        _ if is_plain(&name) && syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_ok() => {
            Ok(name)
        }
        _ => Err(format!(
            "the file name of `{}` gives no module name: rename the file to ASCII letters, digits and underscores, with a letter first",
            spec.display()
        )),
    }
}

/// A name that a module and its file can have.
///
/// # Errors
/// When it is not an identifier, or is a keyword.
pub fn check_module(name: &str) -> Result<String, String> {
    match syn::parse_str::<syn::Ident>(name) {
        // The parser accepts spaces, comments and `r#` around a name, which no file
        // name has, and the compiler finds only files with ASCII names.
        Ok(ident) if ident == name && is_plain(name) && name != "gen" => Ok(name.to_owned()),
        _ => Err(format!(
            "`{name}` can't be a module name: use ASCII letters, digits and underscores, and no keyword"
        )),
    }
}

fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
