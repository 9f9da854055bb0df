//! `import` finds modules in the folders of scripts, and nowhere else.

use crate::harness::Shell;
use insta::assert_snapshot;

const LATE: &str = "fn late(days) { contracts.filter(|k| !k.signed && k.creation_date < today() - days.days) }\n\
    export const LIMIT = 3;\nfn broken(x) {\n    x.nonsense()\n}\n";

#[test]
fn modules_are_found_in_the_folders_of_scripts() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/lib/dates.rhai", LATE);
    marie.file(
        "config/scripts/lib/more.rhai",
        "import \"lib/dates\" as d;\nfn more() { d::LIMIT + 1 }\n",
    );
    let code = "import \"lib/dates\" as d; import \"lib/more\" as m; [d::late(30).exists(), d::LIMIT, m::more()]";
    assert_eq!(marie.e(code).ok(), "[true, 3, 4]");
    marie.file(
        "scripts/uses.rhai",
        &format!("//! @param days: int = 3\n{code}"),
    );
    assert_eq!(marie.run(&["run", "uses"]).ok(), "[true, 3, 4]");
}

#[test]
fn an_error_in_a_module_shows_the_modules_own_line() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("scripts/lib/dates.rhai", LATE);
    marie.file("scripts/lib/slip.rhai", "let a = 1;\nlet b = ;\n");
    assert_snapshot!(marie.e("\n\nimport \"lib/dates\" as d;\nd::broken(1)"), @r"
    --- stderr
    error: there is no function 'nonsense' for int
     4 │     x.nonsense()
       │       ^^^^^^^^
     hint: this line is in ./scripts/lib/dates.rhai
    --- exit 1
    ");
    assert_snapshot!(marie.e("import \"lib/slip\" as s;"), @r"
    --- stderr
    error: unexpected ';'
     2 │ let b = ;
       │         ^
     hint: this line is in ./scripts/lib/slip.rhai
    --- exit 1
    ");
    marie.file("scripts/lib/a.rhai", "import \"lib/b\" as b;");
    marie.file("scripts/lib/b.rhai", "import \"lib/a\" as a;");
    assert_snapshot!(marie.e("import \"lib/a\" as a;"), @r#"
    --- stderr
    error: modules import each other: lib/a → lib/b → lib/a
     1 │ import "lib/a" as a;
       │        ^^^^^^^
     hint: move what both need into a third
     hint: this line is in ./scripts/lib/b.rhai
    --- exit 1
    "#);
}

#[test]
fn nothing_outside_of_the_folders_is_a_module() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("secret.rhai", "export const X = 1;");
    marie.file("scripts/lib/in.rhai", "export const X = 1;");
    std::os::unix::fs::symlink(
        "../../secret.rhai",
        marie.home().join("scripts/lib/out.rhai"),
    )
    .expect("a link");
    std::os::unix::fs::symlink("..", marie.home().join("scripts/up")).expect("a link");
    let absolute = marie.home().join("secret").display().to_string();
    for path in [
        "../secret",
        "lib/../../secret",
        &absolute,
        "lib/out",
        "up/secret",
        "",
        "lib/",
        "/lib/in",
        "lib//in",
        "lib/in.rhai",
        "C:\\\\x",
    ] {
        let said = marie.e(&format!("import \"{path}\" as m; m::X"));
        assert_eq!(said.code, 1, "{path}: {said}");
        assert!(!said.stdout.contains('1'), "{path}: {said}");
    }
    assert_snapshot!(marie.e("import \"../secret\" as m;"), @r#"
    --- stderr
    error: '../secret' can't be a module
     1 │ import "../secret" as m;
       │        ^^^^^^^^^^^
     hint: modules are named from a script folder on: import "lib/dates" as dates;
    --- exit 1
    "#);
    assert_snapshot!(marie.e("import \"lib/other\" as m;"), @r#"
    --- stderr
    error: there is no module 'lib/other'
     1 │ import "lib/other" as m;
       │        ^^^^^^^^^^^
     hint: looked for in: ./scripts, $EPIC_HOME/config/scripts, built in
    --- exit 1
    "#);
}
