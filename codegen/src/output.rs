//! Files: only where they were told to go, only if they change, and never over
//! what somebody wrote by hand.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The mark of a file that may be written over.
const MARK: &str = "@generated";

/// A file that is to be written, or compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Where it goes.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

/// What writing a file came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It held this already, and was not touched.
    Same,
    /// It is new, or holds something else now.
    Changed,
}

impl Output {
    /// What the file holds now; none where there is none.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn current(&self) -> io::Result<Option<String>> {
        match fs::read_to_string(&self.path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether the file may be written over.
    ///
    /// # Errors
    /// When it can't be read, or holds what was not generated.
    pub fn check(&self) -> io::Result<()> {
        let Some(text) = self.current()? else { return Ok(()) };
        if text.lines().next().is_some_and(|line| line.contains(MARK)) {
            return Ok(());
        }
        let path = self.path.display();
        Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!(
                "{path} was not generated (its first line lacks `{MARK}`), so it is not written over"
            ),
        ))
    }

    /// Writes the file, if it does not hold this already: to a file beside it
    /// first, so that nobody ever reads half of it.
    ///
    /// # Errors
    /// When it can't be written, or holds what was not generated.
    pub fn write(&self) -> io::Result<Written> {
        if self.current()?.is_some_and(|text| text == self.text) {
            return Ok(Written::Same);
        }
        self.check()?;
        let folder = self.path.parent().unwrap_or_else(|| Path::new(""));
        if !folder.as_os_str().is_empty() {
            fs::create_dir_all(folder)?;
        }
        let beside = self.path.with_extension(format!("{}.tmp", std::process::id()));
        fs::write(&beside, &self.text)?;
        fs::rename(&beside, &self.path).inspect_err(|_| drop(fs::remove_file(&beside)))?;
        Ok(Written::Changed)
    }
}

/// The name of the module of a spec: that of its file.
///
/// # Errors
/// When the name can't be one of a module.
pub fn module_name(spec: &Path) -> Result<String, String> {
    let stem = spec.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    check_module(&heck::AsSnakeCase(stem).to_string()).map_err(|_| {
        format!("`{}` gives no name of a module; give it one of your own", spec.display())
    })
}

/// A name that a module and its file can have.
///
/// # Errors
/// When it is no identifier, or a keyword.
pub fn check_module(name: &str) -> Result<String, String> {
    match syn::parse_str::<syn::Ident>(name) {
        // The parser takes spaces, comments and `r#` around it, which no file
        // has; and the compiler finds files of ASCII names only.
        Ok(ident) if ident == name && is_plain(name) && name != "gen" => Ok(name.to_owned()),
        _ => Err(format!(
            "`{name}` can't be the name of a module: it takes letters of ASCII, digits and underscores, and no keyword"
        )),
    }
}

fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
