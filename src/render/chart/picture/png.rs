//! Pixels as a PNG file.

use crate::error::{Error, Result};
use png::{BitDepth, ColorType, Compression, Encoder};

/// The file of red, green and blue bytes, from the top left.
pub(super) fn file(pixels: &[u8], (width, height): (u32, u32)) -> Result<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(pixels))
        .map_err(|error| Error::fault(format!("the picture can't be encoded: {error}")))?;
    Ok(file)
}
