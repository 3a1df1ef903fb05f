//! Files beside the description: what a `$ref` to one of them leads to becomes a part of the
//! description.
//!
//! Only files in the folder of the description and below it are read, so that a description
//! can't reach any other file of the machine, or another server.

use super::document::decoded;
use crate::drafting::document::Node;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// The key of the description's root under which the files are.
const KEY: &str = "x-pagesmith-files";
/// Most files beside a description.
const MAX_FILES: usize = 5000;
/// Most bytes of all of them.
const MAX_BYTES: u64 = 8 << 20;

/// Why each `$ref` to a file can't be followed, by its text.
pub(super) type Unread = BTreeMap<String, String>;

/// The folder of a description.
pub trait Folder {
    /// The bytes of a file by its path in the folder, at most this many and one more.
    ///
    /// # Errors
    /// A clause, if it can't be read.
    fn read(&self, path: &Path, most: u64) -> Result<Vec<u8>, String>;
}

/// A folder on this machine.
pub(super) struct OnDisk(PathBuf);

impl OnDisk {
    /// The folder of a file, if it is there.
    pub(super) fn of(file: &Path) -> Option<Self> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        folder.unwrap_or(Path::new(".")).canonicalize().ok().map(Self)
    }
}

impl Folder for OnDisk {
    fn read(&self, path: &Path, most: u64) -> Result<Vec<u8>, String> {
        let shown = path.display();
        let whole = self.0.join(path);
        // A symbolic link may lead elsewhere.
        let real = whole.canonicalize().map_err(|_| format!("there is no file `{shown}`"))?;
        if !real.starts_with(&self.0) {
            return Err(format!("`{shown}` is not in the folder of the description"));
        }
        let is_file = fs::metadata(&real).is_ok_and(|metadata| metadata.is_file());
        let file = File::open(&real).ok().filter(|_| is_file);
        let file = file.ok_or_else(|| format!("`{shown}` can't be read"))?;
        let mut bytes = Vec::new();
        let done = file.take(most + 1).read_to_end(&mut bytes);
        done.map_err(|_| format!("`{shown}` can't be read"))?;
        Ok(bytes)
    }
}

/// Adds the files that a description of this name refers to.
pub(super) fn include(root: &mut Node, name: &str, folder: &dyn Folder) -> Unread {
    let mut files = Files {
        folder,
        keys: BTreeMap::from([(PathBuf::from(name), None)]),
        taken: BTreeSet::new(),
        read: Vec::new(),
        bytes: MAX_BYTES,
        unread: Unread::new(),
    };
    files.rewrite(root, Path::new(""), None);
    let mut done: Vec<(String, Node)> = Vec::new();
    while let Some(Included { key, folder, mut node }) = files.read.pop() {
        files.rewrite(&mut node, &folder, Some(&key));
        done.push((key, node));
    }
    if let (Node::Map(entries), false) = (root, done.is_empty()) {
        entries.retain(|(key, _)| key != KEY);
        entries.push((KEY.to_owned(), Node::Map(done)));
    }
    files.unread
}

/// A file that is a part of the description now.
struct Included {
    key: String,
    /// The folder that its own `$ref`s start from.
    folder: PathBuf,
    node: Node,
}

struct Files<'f> {
    folder: &'f dyn Folder,
    /// The key of each file, by its path in the folder; `None` for the description itself.
    keys: BTreeMap<PathBuf, Option<String>>,
    /// The keys without an extension.
    taken: BTreeSet<String>,
    /// The files whose own `$ref`s were not rewritten yet.
    read: Vec<Included>,
    /// How many more bytes may be read.
    bytes: u64,
    unread: Unread,
}

impl Files<'_> {
    /// Makes each `$ref` one within the description. `own` is the key of the file that has it.
    fn rewrite(&mut self, node: &mut Node, folder: &Path, own: Option<&str>) {
        match node {
            Node::List(elements) => {
                for node in elements {
                    self.rewrite(node, folder, own);
                }
            }
            Node::Map(entries) => {
                for (key, value) in entries {
                    match value {
                        Node::Text(target) if key == "$ref" => self.reference(target, folder, own),
                        value => self.rewrite(value, folder, own),
                    }
                }
            }
            _ => {}
        }
    }

    fn reference(&mut self, target: &mut String, folder: &Path, own: Option<&str>) {
        let (file, pointer) = target.split_once('#').unwrap_or((target, ""));
        if file.is_empty() {
            if let Some(own) = own {
                *target = format!("#/{KEY}/{}{pointer}", escaped(own));
            }
            return;
        }
        if file.contains("://") {
            return;
        }
        let pointer = pointer.to_owned();
        match self.key(file, folder) {
            Ok(None) => *target = format!("#{pointer}"),
            Ok(Some(key)) => *target = format!("#/{KEY}/{}{pointer}", escaped(&key)),
            Err(why) => drop(self.unread.insert(target.clone(), why)),
        }
    }

    /// The key of a file, which is read if it was not yet.
    fn key(&mut self, file: &str, folder: &Path) -> Result<Option<String>, String> {
        let file = decoded(file).unwrap_or_else(|| file.to_owned());
        let path = within(folder, Path::new(&file))
            .ok_or_else(|| format!("`{file}` is not in the folder of the description"))?;
        if let Some(known) = self.keys.get(&path) {
            return Ok(known.clone());
        }
        if self.keys.len() > MAX_FILES {
            return Err(format!("there are more than {MAX_FILES} files"));
        }
        let node = self.open(&path)?;
        let shown = path.with_extension("").display().to_string();
        let key = if self.taken.insert(shown.clone()) { shown } else { path.display().to_string() };
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        self.keys.insert(path, Some(key.clone()));
        self.read.push(Included { key: key.clone(), folder, node });
        Ok(Some(key))
    }

    fn open(&mut self, path: &Path) -> Result<Node, String> {
        let bytes = self.folder.read(path, self.bytes)?;
        self.bytes = u64::try_from(bytes.len())
            .ok()
            .and_then(|read| self.bytes.checked_sub(read))
            .ok_or_else(|| format!("all files together have more than {MAX_BYTES} bytes"))?;
        Node::read(&bytes).map_err(|why| format!("`{}` {why}", path.display()))
    }
}

/// The path of a file in the folder of the description, if it stays within.
fn within(folder: &Path, file: &Path) -> Option<PathBuf> {
    let mut path = folder.to_owned();
    for part in file.components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::CurDir => {}
            Component::ParentDir if path.pop() => {}
            _ => return None,
        }
    }
    Some(path)
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
