//! Programs that are not ours, which read what we wrote: Python and its libraries, and a browser.

mod browser;
mod python;

pub use browser::Page;
pub use python::read;
