//! A browser without a window, which opens a page and does what people do with it.

use crate::harness::Shell;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What browsers are called that can do this.
const BROWSERS: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
/// What is said where there is none: `bin/test` installs one.
const HINT: &str = "chromium is needed to open a page: bin/test installs it";

/// A page as a browser has it.
pub struct Page {
    /// The text of each cell, row by row, as they are shown; the headings first.
    pub rows: Vec<Vec<String>>,
    /// What the heading says of the order, for whoever can't see its arrow.
    pub order: Vec<Option<String>>,
    pub title: String,
}

impl Page {
    /// Opens a page of somebody's home folder, and acts in it: some lines of JavaScript, before it is looked at.
    #[track_caller]
    pub fn open(shell: &Shell, name: &str, act: &str) -> Self {
        let page = fs::read_to_string(shell.home().join(name)).expect("a page");
        // Whoever clicks is in the page itself, since only a driver could do so from outside.
        let acting = page.replace("</body>", &format!("<script>{act};{LOOK}</script></body>"));
        assert_ne!(acting, page);
        let copy = shell.home().join("acting.html");
        fs::write(&copy, acting).expect("a page");
        let shown = dump(shell.home(), &copy);
        let seen = shown.split("<seen>").nth(1).expect("what is seen");
        let seen = seen.split("</seen>").next().expect("what is seen");
        let seen = seen.replace("&lt;", "<").replace("&gt;", ">");
        let seen: serde_json::Value =
            serde_json::from_str(&seen.replace("&amp;", "&")).expect("JSON");
        Self {
            rows: serde_json::from_value(seen["rows"].clone()).expect("cells"),
            order: serde_json::from_value(seen["order"].clone()).expect("headings"),
            title: seen["title"].as_str().expect("a title").to_owned(),
        }
    }
}

/// Writes what is to be seen at the end of the page.
const LOOK: &str = "
    const seen = document.createElement('seen');
    seen.textContent = JSON.stringify({
        rows: [...document.querySelectorAll('tr')].map((row) => [...row.cells].map((cell) => cell.innerText)),
        order: [...document.querySelectorAll('th')].map((heading) => heading.getAttribute('aria-sort')),
        title: document.title,
    });
    document.body.append(seen);
";

/// The page as it is after its scripts ran.
#[track_caller]
fn dump(folder: &Path, page: &Path) -> String {
    let browser = BROWSERS.iter().find(|name| {
        let version = Command::new(name).arg("--version").output();
        version.is_ok_and(|output| output.status.success())
    });
    let browser = browser.expect(HINT);
    let mut command = Command::new(browser);
    // Root has no sandbox; and the page is our own.
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]);
    command.arg(format!(
        "--user-data-dir={}",
        folder.join("browser").display()
    ));
    let output = command.arg(page).output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}
