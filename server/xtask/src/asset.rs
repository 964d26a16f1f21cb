//! One file that browsers download: named after its content, kept beside its compressed forms.
//!
//! Never decides what the content is.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Why a site could not be built, in words that say what to do.
pub type Outcome<T> = Result<T, String>;

/// A written file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// File name in `pkg`: `style.0123456789ab.css`.
    pub file: String,
    /// Its sizes in bytes.
    pub size: Sizes,
}

/// Sizes in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// As it is.
    pub raw: usize,
    /// Brotli, quality 11.
    pub br: usize,
    /// Gzip, level 9.
    pub gz: usize,
}

/// The first 12 hexadecimal digits of the SHA-256 of all `parts`, each with its length, so that
/// moving a byte from one part to the next gives another fingerprint.
pub fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hex12(&hash.finalize())
}

fn hex12(digest: &[u8]) -> String {
    digest.iter().take(6).map(|b| format!("{b:02x}")).collect()
}

/// Writes `{stem}.{hash}.{extension}` with `.br` and `.gz` beside it.
pub fn write(folder: &Path, stem: &str, extension: &str, bytes: &[u8]) -> Outcome<Asset> {
    let file = format!("{stem}.{}.{extension}", hex12(&Sha256::digest(bytes)));
    let (br, gz) = (brotli(bytes)?, gzip(bytes)?);
    put(folder, &file, bytes)?;
    put(folder, &format!("{file}.br"), &br)?;
    put(folder, &format!("{file}.gz"), &gz)?;
    let size = Sizes {
        raw: bytes.len(),
        br: br.len(),
        gz: gz.len(),
    };
    Ok(Asset { file, size })
}

/// Whether the asset and its compressed forms are still there, whole.
pub fn is_there(folder: &Path, asset: &Asset) -> bool {
    let length = |name: String| fs::metadata(folder.join(name)).ok().map(|m| m.len());
    length(asset.file.clone()) == Some(asset.size.raw as u64)
        && length(format!("{}.br", asset.file)) == Some(asset.size.br as u64)
        && length(format!("{}.gz", asset.file)) == Some(asset.size.gz as u64)
}

/// Removes every file of `folder` that belongs to none of `assets`.
pub fn sweep(folder: &Path, assets: &BTreeMap<String, Asset>) -> Outcome<()> {
    let entries = fs::read_dir(folder).map_err(|e| format!("cannot list {folder:?}: {e}"))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let bare = name
            .strip_suffix(".br")
            .or_else(|| name.strip_suffix(".gz"))
            .unwrap_or(&name);
        if !assets.values().any(|asset| asset.file == bare) {
            let path = entry.path();
            fs::remove_file(&path).map_err(|e| format!("cannot remove {path:?}: {e}"))?;
        }
    }
    Ok(())
}

/// Writes beside, then renames: a server that starts meanwhile never reads half a file.
pub fn put(folder: &Path, name: &str, bytes: &[u8]) -> Outcome<()> {
    let (path, half) = (folder.join(name), folder.join(format!("{name}.half")));
    fs::write(&half, bytes)
        .and_then(|()| fs::rename(&half, &path))
        .map_err(|e| format!("cannot write {path:?}: {e}"))
}

fn brotli(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)
        .map_err(|e| format!("brotli refused the bytes: {e}"))?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .map_err(|e| format!("gzip refused the bytes: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_tells_parts_apart_and_not_only_their_sum() {
        let whole: [&[u8]; 2] = [b"ab", b"c"];
        let moved: [&[u8]; 2] = [b"a", b"bc"];
        assert_ne!(fingerprint(whole), fingerprint(moved));
        assert_eq!(fingerprint(whole).len(), 12);
    }

    #[test]
    fn the_compressed_forms_give_the_same_bytes_back() {
        let text = "crue ".repeat(400);
        let mut from_br = Vec::new();
        brotli::BrotliDecompress(&mut &*brotli(text.as_bytes()).unwrap(), &mut from_br).unwrap();
        assert_eq!(from_br, text.as_bytes());
        let mut from_gz = Vec::new();
        let gz = gzip(text.as_bytes()).unwrap();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&*gz), &mut from_gz).unwrap();
        assert_eq!(from_gz, text.as_bytes());
    }
}
