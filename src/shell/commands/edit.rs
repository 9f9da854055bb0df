//! `:edit`: the last entry in an editor; what was saved is evaluated.

use crate::error::{Error, Result};
use crate::private_file;
use crate::shell::child;
use crate::shell::modes::{Modes, line_by_line};
use crate::shell::state::Shell;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// The editor of those who have not chosen one.
const EDITOR: &str = "vi";

pub(super) fn run(shell: &mut Shell<'_>, _: &str) -> Result<()> {
    let history = shell.editor.history();
    let own = |entry: &&String| entry.trim() != ":edit";
    let last = history
        .into_iter()
        .rev()
        .find(own)
        .cloned()
        .unwrap_or_default();
    let Some(text) = edited(shell, &last)? else {
        shell.note("nothing was saved");
        return Ok(());
    };
    shell.note(&text);
    shell.next = Some(text);
    Ok(())
}

/// What the editor of somebody makes of an entry; nothing when it is left without saving.
///
/// # Errors
/// The editor can't be run, or failed.
pub(in crate::shell) fn edited(shell: &Shell<'_>, entry: &str) -> Result<Option<String>> {
    let editor = shell.config.editor.as_deref().unwrap_or(EDITOR);
    let kind = if shell.reads.is_sql(entry) {
        "sql"
    } else {
        "rhai"
    };
    by_program(editor, &shell.config.folders.state, (entry, kind))
}

/// What a program makes of a text, in a file with this ending.
fn by_program(editor: &str, folder: &Path, (text, kind): (&str, &str)) -> Result<Option<String>> {
    let file = Scratch::new(folder, (text, kind))?;
    let before = file.saved()?;
    // The editor may be a command with options of its own, which only a shell can take apart.
    let _modes = Modes::change(line_by_line);
    let running = Command::new("sh")
        .args(["-c", &format!("{editor} \"$1\""), "epic"])
        .arg(&file.0)
        .spawn()?;
    let status = child::end_of(running)?;
    if !status.success() {
        return Err(
            Error::failed(format!("the editor '{editor}' failed ({status})"))
                .hint("set VISUAL or EDITOR to the one you use"),
        );
    }
    let (after, saved) = (std::fs::read_to_string(&file.0)?, file.saved()?);
    let after = after.trim();
    let changed = saved != before || after != text.trim();
    Ok((changed && !after.is_empty()).then(|| after.to_owned()))
}

/// A file that is gone when it is no longer used.
struct Scratch(PathBuf);

impl Scratch {
    fn new(folder: &Path, (text, kind): (&str, &str)) -> Result<Self> {
        let path = folder.join(format!("edit-{}.{kind}", std::process::id()));
        private_file::folder(folder)?;
        // One that a killed process of the same number left behind.
        let _ = std::fs::remove_file(&path);
        let mut file = private_file::create(&path)?;
        let scratch = Self(path);
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        Ok(scratch)
    }

    fn saved(&self) -> std::io::Result<SystemTime> {
        std::fs::metadata(&self.0)?.modified()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_editor_saves_comes_back_and_its_file_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let edit = |editor: &str| by_program(editor, folder.path(), ("1 + 1", "rhai"));
        assert_eq!(
            edit("printf '2 + 2\\n' >").unwrap().as_deref(),
            Some("2 + 2")
        );
        assert_eq!(edit("true").unwrap(), None);
        assert_eq!(edit(": >").unwrap(), None);
        assert!(edit("false").unwrap_err().message.contains("failed"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
