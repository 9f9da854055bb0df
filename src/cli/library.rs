//! The saved scripts of this program.

use super::arguments::{Options, Trial};
use crate::config::Config;
use crate::library::Library;
use clap::{Arg, Args};

/// The scripts that there are.
pub(super) fn library(config: &Config) -> Library {
    Library::new(&config.folders, reserved())
}

/// The flags that each script has besides its own.
fn reserved() -> Vec<String> {
    let mut command = Trial::augment_args(Options::augment_args(clap::Command::new("run")));
    command.build();
    let flags = command.get_arguments().filter_map(Arg::get_long);
    flags.map(str::to_owned).collect()
}
