//! Smaller copies of what the hub serves: a `.br` beside each file that compresses well, made with
//! the best setting there is, because it is made once and sent many times.
//!
//! Compressing the wasm takes seconds, so every result is kept under the target folder by the
//! digest of its contents.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::files;
use crate::process::{Outcome, notes_dir};

/// Kinds of file that compress; fonts and pictures are compressed already.
const KINDS: [&str; 9] = ["js", "css", "html", "svg", "wasm", "json", "webmanifest", "txt", "map"];

const QUALITY: u32 = 11;
const WINDOW_BITS: u32 = 22;
const BUFFER_BYTES: usize = 64 * 1024;

/// Writes the compressed copies for a folder; gives how many files have one.
pub fn folder(dist: &Path) -> Outcome<usize> {
    let mut count = 0;
    for path in files::walk(dist, &[])? {
        let kind = path.extension().unwrap_or_default().to_string_lossy();
        if KINDS.contains(&kind.as_ref()) {
            let compressed = cached(&files::read_bytes(&path)?)?;
            files::write_if_changed(&beside(&path), &compressed)?;
            count += 1;
        }
    }
    Ok(count)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    PathBuf::from(name)
}

fn cached(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let kept = notes_dir().join("brotli").join(files::digest(bytes));
    if let Ok(compressed) = fs::read(&kept) {
        return Ok(compressed);
    }
    let compressed = compress(bytes)?;
    // Under another name first: an interrupted write must not be taken for a result.
    let unfinished = kept.with_extension("part");
    files::write_if_changed(&unfinished, &compressed)?;
    fs::rename(&unfinished, &kept).map_err(|error| format!("cannot write {}: {error}", kept.display()))?;
    Ok(compressed)
}

fn compress(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, BUFFER_BYTES, QUALITY, WINDOW_BITS);
    writer.write_all(bytes).and_then(|()| writer.flush()).map_err(|error| format!("brotli: {error}"))?;
    drop(writer);
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_can_be_read_back() -> Outcome {
        let text = "momo, dal bhat, chiya; ".repeat(500);
        let compressed = compress(text.as_bytes())?;
        assert!(compressed.len() < text.len() / 10);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut compressed.as_slice(), &mut back).map_err(|error| error.to_string())?;
        assert_eq!(back, text.as_bytes());
        Ok(())
    }

    #[test]
    fn the_copy_keeps_the_whole_name() {
        assert_eq!(beside(Path::new("dist/app.js")), Path::new("dist/app.js.br"));
    }
}
