//! A chart shows the numbers that are there, on the terminal and in files; a slip is pointed at, and a picture is there
//! after the commit only.

use crate::exports::readers::read;
use crate::harness::{Shell, Terminal};
use roxmltree::Document;
use serde_json::{Value, json};
use std::fs;

const BY_ROLE: &str = "collaborators.group(|p| p.role).sort(|g| g.role)";

fn files(shell: &Shell) -> Vec<String> {
    let entries = fs::read_dir(shell.home()).expect("readable").flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    files
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// How many rectangles of the color of bars there are, and all texts.
fn bars(svg: &str) -> (usize, Vec<String>) {
    let document = Document::parse(svg).expect("an XML document");
    let is_bar = |node: &roxmltree::Node<'_, '_>| {
        node.tag_name().name() == "rect" && node.attribute("fill") == Some("#1F6FB2")
    };
    let texts = document
        .descendants()
        .filter(|node| node.tag_name().name() == "text");
    let texts = texts.map(|node| node.text().unwrap_or_default().trim().to_owned());
    (
        document.descendants().filter(is_bar).count(),
        texts.collect(),
    )
}

#[test]
fn groups_lists_records_and_plain_sql_are_drawn() {
    let marie = Shell::as_("marie@epic.events");
    let chart = marie.e(&format!("{BY_ROLE}.chart()")).ok().to_owned();
    let counts = marie.e(&format!(
        "{BY_ROLE}.all().map(|g| `${{g.role}} ${{g.count}}`)"
    ));
    assert!(chart.starts_with("count by role\nadmin"), "{chart}");
    assert_eq!(chart.lines().count(), 4);
    for line in chart.lines().skip(1) {
        let words: Vec<&str> = line.split_whitespace().take(2).collect();
        assert!(counts.stdout.contains(&words.join(" ")), "{line} {counts}");
    }
    for same in [
        format!("{BY_ROLE}.all().chart(#{{ x: \"role\", y: \"count\", kind: \"bar\" }})"),
        "sql(\"select role, count(*) from collaborators group by role order by role\").chart()"
            .into(),
        format!("print({BY_ROLE}.chart())"),
        format!("let c = {BY_ROLE}.chart(); `${{c}}`"),
    ] {
        assert_eq!(marie.e(&same).ok(), chart, "{same}");
    }
    for (entry, said) in [
        ("[1, (), 3].chart(#{ kind: \"spark\" })", "value ▁ █ 1 to 3"),
        ("[].chart()", "nothing to draw: there are no rows"),
        (
            "clients.filter(|c| c.id < 0).chart()",
            "nothing to draw: there are no rows",
        ),
        ("[#{ a: \"x\", n: 1.5 }].chart().type_of()", "chart"),
    ] {
        assert_eq!(marie.e(entry).ok(), said, "{entry}");
    }
}

#[test]
fn days_make_a_line() {
    let marie = Shell::as_("marie@epic.events");
    let chart = marie.e("sql(\"select date '2026-06-01' + 2 * n as day, n * n as n from generate_series(0, 9) n\").chart()");
    let chart = chart.ok();
    assert!(chart.starts_with("n by day\n100 │"), "{chart}");
    assert!(
        chart.contains("2026-06-01") && chart.ends_with("2026-06-19"),
        "{chart}"
    );
}

#[test]
fn programs_get_the_rows_of_a_chart() {
    let marie = Shell::as_("marie@epic.events");
    let chart = "[#{ id: 1, name: \"a\", n: 2, due: 3 }].chart(#{ y: \"n\" })";
    let said = marie.run(&["-e", chart, "--format", "csv"]);
    // The first column that is no number, and the one that was named.
    assert_eq!(said.ok(), "name,n\na,2");
}

#[test]
fn slips_are_pointed_at_and_leave_no_file() {
    let marie = Shell::as_("marie@epic.events");
    let rows = "[#{ name: \"a\", n: 1 }]";
    for (call, said) in [
        (
            format!("{rows}.chart(#{{ knd: \"bar\" }})"),
            "chart has no option 'knd'",
        ),
        (
            format!("{rows}.chart(#{{ kind: \"pie\" }})"),
            "kind takes \"bar\" or \"line\" or \"spark\", not 'pie'",
        ),
        (
            format!("{rows}.chart(#{{ x: 3 }})"),
            "x takes a text, not an int",
        ),
        (
            format!("{rows}.chart(#{{ x: \"nme\" }})"),
            "the rows have no column 'nme'",
        ),
        (
            format!("{rows}.chart(#{{ y: \"name\" }})"),
            "the column 'name' has no numbers to draw",
        ),
        (
            format!("{rows}.chart(#{{ y: [] }})"),
            "y takes the name of a column or a list of names, not a list",
        ),
        (
            "clients.chart()".into(),
            "there is no column of numbers to draw",
        ),
        ("12.chart()".into(), "chart draws rows, not an int"),
        (
            "[\"a\"].chart()".into(),
            "chart draws rows or numbers, and a text is in the list",
        ),
        (
            "[].chart(\"a.svg\")".into(),
            "nothing to draw: there are no rows",
        ),
        (
            format!("{rows}.chart(\"a.jpg\")"),
            "no picture is known for files that end with .jpg",
        ),
        (
            format!("{rows}.chart(\"../a.svg\")"),
            "'../a.svg' is not below the working folder",
        ),
        (
            format!("{rows}.chart(\"/tmp/a.svg\")"),
            "'/tmp/a.svg' is not below the working folder",
        ),
        (
            format!("{rows}.chart(\"no/a.svg\")"),
            "there is no folder 'no'",
        ),
        (format!("{rows}.chart(\"a.svg\"); throw \"no\""), "no"),
    ] {
        let failed = marie.e(&call);
        let line = failed.stderr.lines().next().unwrap_or_default().to_owned();
        assert_eq!(line, format!("error: {said}"), "{call}");
        assert_ne!(failed.code, 0, "{call}");
    }
    let hints = marie
        .e(&format!("{rows}.chart(#{{ knd: \"bar\" }})"))
        .stderr;
    assert!(
        hints.contains("did you mean 'kind'?") && hints.contains("options: kind, theme, x, y"),
        "{hints}"
    );
    assert_eq!(
        files(&marie)
            .iter()
            .filter(|name| name.ends_with("svg"))
            .count(),
        0
    );
}

#[test]
fn a_picture_is_there_after_the_commit_and_replaces_nothing_unasked() {
    let marie = Shell::as_("marie@epic.events");
    let draw = format!("{BY_ROLE}.chart(\"roles.svg\")");
    let dry = marie.run(&["--dry-run", "-e", &draw]);
    assert!(dry.to_string().contains("write roles.svg"), "{dry}");
    assert!(!files(&marie).contains(&"roles.svg".to_owned()));

    assert_eq!(marie.e(&draw).ok(), "roles.svg: bar chart of 3 rows");
    let path = marie.home().join("roles.svg");
    let (count, texts) = bars(&fs::read_to_string(&path).expect("a picture"));
    assert_eq!(count, 3);
    for text in ["count by role", "admin", "commercial", "support"] {
        assert!(texts.contains(&text.to_owned()), "{texts:?}");
    }

    fs::write(&path, "mine").expect("written");
    let refused = marie.e(&draw);
    assert_ne!(refused.code, 0, "{refused}");
    assert!(
        refused
            .stderr
            .contains("roles.svg is there already and would be replaced"),
        "{refused}"
    );
    assert_eq!(fs::read_to_string(&path).expect("a file"), "mine");
    marie.run(&["--yes", "-e", &draw]).ok();
    assert_eq!(bars(&fs::read_to_string(&path).expect("a picture")).0, 3);

    std::os::unix::fs::symlink("/tmp/out.svg", marie.home().join("link.svg")).expect("a link");
    let out = marie.e(&draw.replace("roles.svg", "link.svg"));
    assert!(
        out.stderr.contains("link.svg is there, and is no file"),
        "{out}"
    );
    assert!(!std::path::Path::new("/tmp/out.svg").exists());

    marie.e(&draw.replace("roles.svg", "roles.png")).ok();
    let png = fs::File::open(marie.home().join("roles.png")).expect("a picture");
    let mut reader = png::Decoder::new(std::io::BufReader::new(png))
        .read_info()
        .expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut pixels).expect("whole");
    assert!(
        pixels.chunks(3).any(|pixel| pixel == [31, 111, 178]),
        "it has bars"
    );
}

#[test]
fn the_monthly_report_is_drawn_too() {
    let admin = Shell::as_("admin@epic.events");
    let said = admin.run(&["run", "monthly-report", "--chart", "--picture", "month.svg"]);
    let titles: Vec<&str> = said
        .ok()
        .lines()
        .filter(|line| line.contains(" by commercial"))
        .collect();
    assert_eq!(
        titles,
        [
            "worth by commercial",
            "due by commercial",
            "signed by commercial"
        ]
    );
    let (_, texts) = bars(&fs::read_to_string(admin.home().join("month.svg")).expect("a picture"));
    assert!(
        texts.contains(&"worth by commercial".to_owned()),
        "{texts:?}"
    );
}

#[test]
fn a_spreadsheet_draws_its_chart_itself() {
    let admin = Shell::as_("admin@epic.events");
    let report = ["run", "monthly-report"];
    admin
        .run(&[&report[..], &["--chart", "--out", "month.xlsx"]].concat())
        .ok();
    let said = admin.run(&[&report[..], &["--picture", "drawn.xlsx"]].concat());
    said.ok();
    let csv = admin.run(&[&report[..], &["--chart", "--format", "csv"]].concat());
    let count = csv.ok().lines().count();
    for (name, title) in [("month.xlsx", "month"), ("drawn.xlsx", "drawn")] {
        let sheet = &read(&admin, "xlsx", name)[0];
        let names = format!("{title}!$A$2:$A${count}");
        let values = |column: &str| format!("{title}!${column}$2:${column}${count}");
        // Money by itself, and counts by themselves.
        assert_eq!(
            sheet["charts"],
            json!([
                { "kind": "BarChart", "title": "worth, due by commercial", "series": [
                    [names, values("B")], [names, values("C")]] },
                { "kind": "BarChart", "title": "signed by commercial", "series": [[names, values("D")]] },
            ])
        );
        let cells = sheet["cells"].as_array().expect("cells");
        let texts: Vec<&Value> = cells.iter().map(|row| &row[0][1]).collect();
        let wanted = csv.ok().lines().map(|line| line.split(',').next());
        assert!(texts.iter().map(|text| text.as_str()).eq(wanted), "{csv}");
    }
    let days = "[#{ day: date(\"2026-01-31\"), n: 1 }, #{ day: date(\"2026-02-02\"), n: 4 }]";
    let said = admin.e(&format!("{days}.chart(\"days.xlsx\")"));
    assert_eq!(said.ok(), "days.xlsx: line chart of 2 rows");
    let chart = &read(&admin, "xlsx", "days.xlsx")[0]["charts"][0];
    assert_eq!(chart["kind"], "LineChart");
    for (call, says) in [
        (
            "[].chart(\"none.xlsx\")",
            "nothing to draw: there are no rows",
        ),
        (
            "[1].chart(#{ theme: \"dark\" }, \"none.xlsx\")",
            "theme is an option of pictures, .svg and .png",
        ),
        (
            "[1].chart(#{ theme: \"dark\" })",
            "theme is an option of pictures, .svg and .png",
        ),
        (
            "[1].chart(#{ theme: \"red\" }, \"none.svg\")",
            "theme takes \"light\" or \"dark\", not 'red'",
        ),
    ] {
        let said = admin.e(call);
        assert_eq!((said.code, said.error()), (1, says), "{said}");
    }
    assert!(!admin.home().join("none.xlsx").exists());
}

#[test]
fn a_chart_is_as_wide_as_the_terminal_and_coloured_by_sixteen_colours() {
    let marie = Shell::as_("marie@epic.events");
    let mut shell = marie.command(&["-q"]);
    shell.env("TERM", "xterm").env_remove("NO_COLOR");
    let mut terminal = Terminal::with(shell);
    terminal.prompts("❯");
    terminal.types("let c = [#{ name: \"李小龍\", n: 8 }, #{ name: \"b\", n: -4 }].chart();\r");
    terminal.prompts("❯");
    for columns in [40, 80, 200] {
        terminal.is_resized(columns);
        terminal.types("c\r");
        terminal.reads("\r\n");
        let text = terminal.prompts("❯");
        let bars = text.matches(['█', '▐']).count();
        // What is left of the line besides a name, a number and what is between them; half of it below 0.
        let room = usize::from(columns) - "李小龍".len() * 2 / 3 - 2 - 3;
        assert!(bars.abs_diff(room) <= 1, "{bars} of {room}\n{text}");
        assert!(
            text.contains("\x1b[36m█") && text.contains("\x1b[31m"),
            "{text:?}"
        );
    }
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_terminal_without_utf_8_gets_bars_of_ascii() {
    let marie = Shell::as_("marie@epic.events");
    let mut command = marie.command(&["-e", "[4, 2].chart()"]);
    command.env("LC_ALL", "C");
    let said = marie.said(command);
    assert!(said.ok().is_ascii(), "{said}");
    assert!(said.ok().contains("1 4 |####"), "{said}");
}
