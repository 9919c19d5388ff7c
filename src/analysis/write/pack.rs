//! A zip archive of parts, packed in memory. The same parts give the same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Packs parts (name, bytes) in this order; all of them are dated to the first day that an archive can name.
pub(super) fn pack(parts: Vec<(&str, Vec<u8>)>) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let packed = archive.start_file(name, options).is_ok() && archive.write_all(&bytes).is_ok();
        debug_assert!(packed, "writing to memory does not fail");
    }
    archive.finish().map(Cursor::into_inner).unwrap_or_default()
}
