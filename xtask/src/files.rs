//! Files of the workspace: walking them in a fixed order, writing only what differs, and stamps
//! that say whether an output still belongs to its inputs.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::process::{Outcome, notes_dir};

/// Folders that hold nothing a person wrote.
const NOT_SOURCES: [&str; 6] = ["target", "node_modules", "dist", "pkg", "artifacts", ".git"];

/// Every file under a folder that a person wrote, sorted; a file gives itself, nothing gives none.
pub fn sources(start: &Path) -> Outcome<Vec<PathBuf>> {
    walk(start, &NOT_SOURCES)
}

/// Every file under a folder, sorted, except in folders of the given names.
pub fn walk(start: &Path, skipped: &[&str]) -> Outcome<Vec<PathBuf>> {
    if start.is_file() {
        return Ok(vec![start.to_path_buf()]);
    }
    if !start.is_dir() {
        return Ok(Vec::new());
    }
    let mut entries = Vec::new();
    for entry in fs::read_dir(start).map_err(|error| unreadable(start, &error))? {
        entries.push(entry.map_err(|error| unreadable(start, &error))?.path());
    }
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_file() || !skipped.contains(&name.as_ref()) {
            found.extend(walk(&path, skipped)?);
        }
    }
    Ok(found)
}

/// Reads a text file.
pub fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

/// Reads a file.
pub fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| unreadable(path, &error))
}

/// Writes a file and the folders above it, and leaves it untouched when it already says the same,
/// so that tools that watch it stay quiet. True when something was written.
pub fn write_if_changed(path: &Path, bytes: &[u8]) -> Outcome<bool> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    fs::write(path, bytes).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    Ok(true)
}

/// Makes a folder and those above it.
pub fn create_folder(folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))
}

/// SHA-256 of some bytes, in hex.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// One digest over names and contents of many files.
pub fn fingerprint(files: &[PathBuf]) -> Outcome<String> {
    let mut hash = Sha256::new();
    for path in files {
        let bytes = read_bytes(path)?;
        hash.update(path.to_string_lossy().as_bytes());
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(&bytes);
    }
    Ok(hex(&hash.finalize()))
}

/// A note beside the build that says from which inputs an output was made.
pub struct Stamp {
    file: PathBuf,
    wanted: String,
}

impl Stamp {
    /// What the stamp called `name` would say for these inputs as they are now.
    pub fn of(name: &str, inputs: &[PathBuf]) -> Outcome<Self> {
        let mut files = Vec::new();
        for input in inputs {
            files.extend(sources(input)?);
        }
        Ok(Self { file: notes_dir().join(format!("{name}.stamp")), wanted: fingerprint(&files)? })
    }

    /// True when the output was last made from exactly these inputs.
    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|noted| noted == self.wanted)
    }

    /// Notes that the output now belongs to these inputs.
    pub fn write(&self) -> Outcome {
        write_if_changed(&self.file, self.wanted.as_bytes()).map(|_| ())
    }

    /// Notes that the output belongs to nothing, before work on it begins.
    pub fn forget(&self) {
        // A stamp that was never written needs no forgetting.
        let _ = fs::remove_file(&self.file);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    format!("cannot read {}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_changes_with_contents_and_names() -> Outcome {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        write_if_changed(&one, b"dal")?;
        write_if_changed(&two, b"dal")?;
        let before = fingerprint(std::slice::from_ref(&one))?;
        assert_ne!(before, fingerprint(std::slice::from_ref(&two))?);
        write_if_changed(&one, b"bhat")?;
        assert_ne!(before, fingerprint(&[one])?);
        Ok(())
    }

    #[test]
    fn the_same_contents_are_not_written_again() -> Outcome {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let file = folder.path().join("deep/er/file");
        assert!(write_if_changed(&file, b"dal")?);
        assert!(!write_if_changed(&file, b"dal")?);
        Ok(())
    }

    #[test]
    fn walking_passes_over_what_nobody_wrote() -> Outcome {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        for name in ["src/b.rs", "src/a.rs", "node_modules/x/y.js"] {
            write_if_changed(&folder.path().join(name), b"")?;
        }
        let names: Vec<_> = sources(folder.path())?
            .iter()
            .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
            .collect();
        assert_eq!(names, ["a.rs", "b.rs"]);
        Ok(())
    }
}
