//! Results in other formats: what is written can be read back, and data can do no harm to a terminal.

use crate::harness::{Local, Shell};
use insta::assert_snapshot;
use serde_json::{Value, json};

/// Everything that is hard to write.
const HARD: &str = "select 1 as whole, null::text as nothing, 12345678901.50::numeric as money, true as yes,
    date '2026-01-31' as day, timestamptz '2026-01-31 18:00:00.5+01' as moment, 1.5::float8 as real,
    E'a \"quoted\", text;\nin two lines | and <b>more</b>' as text, '{\"a\": [1, null]}'::json as document,
    array['x', null, 'y,z'] as list, '1 day 02:00'::interval as span
    union all select 2, null, 0.10, false, null, null, null, '', null, '{}', null order by 1";

#[test]
fn csv_can_be_read_back() {
    let shell = Shell::as_("marie@epic.events");
    let said = shell.run(&["sql", HARD, "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(said.stdout.as_bytes());
    let headers: Vec<String> = reader
        .headers()
        .expect("a heading")
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(headers[..4], ["whole", "nothing", "money", "yes"]);
    let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(&rows[0][2], "12345678901.50");
    assert_eq!(&rows[0][4], "2026-01-31");
    assert_eq!(
        &rows[0][7],
        "a \"quoted\", text;\nin two lines | and <b>more</b>"
    );
    assert_eq!((&rows[0][1], &rows[1][7]), ("", ""));
    assert_eq!(said.code, 0);
    assert_snapshot!(said, @r#"
    whole,nothing,money,yes,day,moment,real,text,document,list,span
    1,,12345678901.50,true,2026-01-31,2026-01-31T17:00:00.500+00:00,1.5,"a ""quoted"", text;
    in two lines | and <b>more</b>","{""a"": [1, null]}","[""x"",null,""y,z""]",1 day 02:00:00
    2,,0.10,false,,,,"",,[],
    "#);
}

#[test]
fn json_can_be_read_back() {
    let shell = Shell::as_("marie@epic.events");
    let said = shell.run(&["sql", HARD, "--format", "json"]);
    let rows: Value = serde_json::from_str(said.ok()).expect("json");
    assert_eq!(rows[0]["whole"], json!(1));
    assert_eq!(rows[0]["nothing"], Value::Null);
    assert_eq!(
        rows[0]["text"],
        json!("a \"quoted\", text;\nin two lines | and <b>more</b>")
    );
    assert_eq!(rows[0]["document"], json!({ "a": [1, null] }));
    assert_eq!(rows[0]["list"], json!(["x", null, "y,z"]));
    assert_snapshot!(said, @r#"
    [
    {"whole":1,"nothing":null,"money":12345678901.50,"yes":true,"day":"2026-01-31","moment":"2026-01-31T17:00:00.500+00:00","real":1.5,"text":"a \"quoted\", text;\nin two lines | and <b>more</b>","document":{"a":[1,null]},"list":["x",null,"y,z"],"span":"1 day 02:00:00"},
    {"whole":2,"nothing":null,"money":0.10,"yes":false,"day":null,"moment":null,"real":null,"text":"","document":null,"list":[],"span":null}
    ]
    "#);

    let lines = shell.run(&["sql", HARD, "--format", "ndjson"]);
    let read: Vec<Value> = lines
        .ok()
        .lines()
        .map(|line| serde_json::from_str(line).expect("json"))
        .collect();
    assert_eq!(Value::Array(read), rows);
}

#[test]
fn people_read_the_other_formats() {
    let shell = Shell::as_("marie@epic.events");
    assert_snapshot!(shell.run(&["sql", HARD]), @r#"
     whole │ nothing │          money │ yes   │ day        │ moment                     │ real │ text                                             │ document         │ list           │ span
    ───────┼─────────┼────────────────┼───────┼────────────┼────────────────────────────┼──────┼──────────────────────────────────────────────────┼──────────────────┼────────────────┼───────────────
         1 │ null    │ 12345678901.50 │ true  │ 2026-01-31 │ 2026-01-31 17:00:00.500000 │  1.5 │ a "quoted", text;↵in two lines | and <b>more</b> │ {"a": [1, null]} │ [x, null, y,z] │ 1 day 02:00:00
         2 │ null    │           0.10 │ false │ null       │ null                       │ null │ ""                                               │ null             │ []             │ null
    "#);
    assert_snapshot!(shell.run(&["sql", HARD, "--format", "vertical"]), @r#"
    ─ 1 ────────────────────────────
    whole    │ 1
    nothing  │ null
    money    │ 12345678901.50
    yes      │ true
    day      │ 2026-01-31
    moment   │ 2026-01-31 17:00:00.500000
    real     │ 1.5
    text     │ a "quoted", text;
             │ in two lines | and <b>more</b>
    document │ {"a": [1, null]}
    list     │ [x, null, y,z]
    span     │ 1 day 02:00:00
    ─ 2 ────────────────────────────
    whole    │ 2
    nothing  │ null
    money    │ 0.10
    yes      │ false
    day      │ null
    moment   │ null
    real     │ null
    text     │ ""
    document │ null
    list     │ []
    span     │ null
    "#);
    assert_snapshot!(shell.run(&["sql", HARD, "--format", "markdown"]), @r#"
    | whole | nothing | money | yes | day | moment | real | text | document | list | span |
    | ---: | --- | ---: | --- | --- | --- | ---: | --- | --- | --- | --- |
    | 1 | null | 12345678901.50 | true | 2026-01-31 | 2026-01-31 17:00:00.500000 | 1.5 | a "quoted", text;<br>in two lines \| and &lt;b>more&lt;/b> | {"a": \[1, null\]} | \[x, null, y,z\] | 1 day 02:00:00 |
    | 2 | null | 0.10 | false | null | null | null | "" | null | \[\] | null |
    "#);
    assert_snapshot!(shell.run(&["sql", HARD, "--format", "html"]), @r#"
    <table>
    <thead>
    <tr><th class="number">whole</th><th>nothing</th><th class="number">money</th><th>yes</th><th>day</th><th>moment</th><th class="number">real</th><th>text</th><th>document</th><th>list</th><th>span</th></tr>
    </thead>
    <tbody>
    <tr><td class="number">1</td><td class="null"></td><td class="number">12345678901.50</td><td>true</td><td>2026-01-31</td><td>2026-01-31 17:00:00.500000</td><td class="number">1.5</td><td>a &quot;quoted&quot;, text;<br>in two lines | and &lt;b&gt;more&lt;/b&gt;</td><td>{&quot;a&quot;: [1, null]}</td><td>[x, null, y,z]</td><td>1 day 02:00:00</td></tr>
    <tr><td class="number">2</td><td class="null"></td><td class="number">0.10</td><td>false</td><td class="null"></td><td class="null"></td><td class="number null"></td><td></td><td class="null"></td><td>[]</td><td class="null"></td></tr>
    </tbody>
    </table>
    "#);
}

#[test]
fn null_the_empty_text_and_bytes_are_told_apart() {
    let mut marie = Local::as_("marie@epic.events");
    for (code, shown) in [
        ("[1, (), 3]", "[1, null, 3]"),
        ("[\"a\", \"\", \"null\", ()]", "[a, \"\", \"null\", null]"),
        ("[[()], []]", "[[null], []]"),
        ("blob(3, 255)", "\\xffffff"),
        ("blob()", "\\x"),
        ("#{ a: blob(1, 10) }.a", "\\x0a"),
        ("`${blob(2, 1)}`", "\\x0101"),
        ("[blob(1)]", "[\\x00]"),
    ] {
        assert_eq!(marie.e(code), shown, "{code}");
    }
}

#[test]
fn every_format_writes_records_collections_and_values() {
    let shell = Shell::as_("marie@epic.events");
    let two = "collaborators.take(2)";
    for (format, lines) in [
        ("csv", 3),
        ("ndjson", 2),
        ("json", 4),
        ("markdown", 4),
        ("table", 4),
    ] {
        let said = shell.run(&["-e", two, "--format", format]);
        assert_eq!(said.ok().lines().count(), lines, "{format}: {said}");
        let list = shell.run(&["-e", &format!("{two}.all()"), "--format", format]);
        assert_eq!(list.stdout, said.stdout, "{format}");
    }
    assert_snapshot!(shell.run(&["-e", "clients.get(12).full_name", "--format", "json"]), @r#"
    [
    {"value":"Kevin Casey"}
    ]
    "#);
    assert_snapshot!(shell.run(&["-e", "dec(\"12.50\")", "--format", "csv"]), @r"
    value
    12.50
    ");
    assert_snapshot!(shell.run(&["-e", "#{ a: 1, b: \"x\" }", "--format", "json"]), @r#"
    [
    {"a":1,"b":"x"}
    ]
    "#);
    assert_snapshot!(shell.run(&["-e", "clients.take(0)", "--format", "json"]), @"[]");
    assert_snapshot!(shell.run(&["-e", "clients.take(0)", "--format", "csv"]), @"id,full_name,email,phone,company_name,first_contact_date,last_contact_date,commercial_id");
    assert_snapshot!(shell.run(&["-e", "1", "--format", "xml"]), @r"
    --- stderr
    error: invalid value 'xml' for '--format <FORMAT>'
      [possible values: table, vertical, csv, tsv, json, ndjson, markdown, html]

      tip: a similar value exists: 'html'

    For more information, try '--help'.
    --- exit 2
    ");
}

#[test]
fn what_is_in_the_data_does_not_steer_the_terminal() {
    let shell = Shell::as_("marie@epic.events");
    let evil = "select E'\\x1b[2J\\x1b]0;title\\x07 \\u009b31m \\r\\b\\u202e' as evil";
    let update = "sql_exec(\"update clients set phone = E'\\\\x1b[31mred', company_name = E'a\\\\rb' where id = 12\")";
    shell.e(update).ok();
    for said in [
        shell.run(&["sql", evil]),
        shell.run(&["sql", evil, "--format", "vertical"]),
        shell.e("clients.get(12)"),
        shell.e("clients.get(12).phone"),
        shell.e("clients.get(12).phone + 1.x"),
        shell.e("throw clients.get(12).phone"),
        shell.e("collaborators.get(1).update(#{ full_name: clients.get(12).phone })"),
        shell.e("\u{1b}[31m"),
    ] {
        let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(
            !said.stdout.contains(steers) && !said.stderr.contains(steers),
            "{said:?}"
        );
    }
    assert_snapshot!(shell.run(&["sql", evil]), @r"
     evil
    ────────────────────────
     ␛[2J␛]0;title␇ �31m ␍␈�
    ");
}

/// Every kind of answer.
const ANSWERS: [(&str, &str); 14] = [
    ("a collection", "clients.take(2)"),
    ("a record", "clients.get(12)"),
    ("a list of records", "clients.take(2).all()"),
    ("an empty list", "[]"),
    (
        "a list",
        "[1, \"<script>\", dec(\"12.50\"), [5.days], clients]",
    ),
    (
        "a map",
        "#{ a: dec(\"12.50\"), b: #{ c: [dec(\"12.50\")] }, d: today() }",
    ),
    ("a map without keys", "#{}"),
    ("a text", "\"<script>\\n\\\"a\\\", b\""),
    ("money", "dec(\"12.50\")"),
    ("nothing", "()"),
    ("a change", "clients.get(12).update(#{ phone: \"+33 1\" })"),
    ("no change", "clients.get(12).update(#{})"),
    ("reasons", "why(\"update\", clients.get(12))"),
    ("help", "help(\"filter\")"),
];

#[test]
fn every_format_is_valid_for_every_kind_of_answer() {
    let shell = Shell::as_("admin@epic.events");
    for (what, code) in ANSWERS {
        for format in ["json", "ndjson", "csv", "html"] {
            let said = shell.run(&["-e", code, "--format", format]);
            assert_eq!(said.code, 0, "{what} as {format}: {said}");
            is_valid(format, &said.stdout, what);
        }
    }
    for statement in [
        "select",
        "select 1",
        "update clients set phone = '1' where id = 12",
        "update clients set phone = '1' where id = 12 returning id, interval '1 day' as i",
    ] {
        for format in ["json", "ndjson", "csv", "html"] {
            let said = shell.run(&["sql", statement, "--format", format]);
            assert_eq!(said.code, 0, "{statement} as {format}: {said}");
            is_valid(format, &said.stdout, statement);
        }
    }
    let changed = shell.run(&["-e", ANSWERS[10].1, "--format", "json"]);
    assert_eq!(changed.stdout, "[]\n");
    let nothing = shell.run(&["sql", "select", "--format", "ndjson"]);
    assert_eq!((&*nothing.stdout, &*nothing.stderr), ("", "1 row\n"));
    let money = shell.run(&["-e", ANSWERS[5].1, "--format", "ndjson"]);
    assert!(
        money
            .ok()
            .starts_with(r#"{"a":12.50,"b":{"c":[12.50]},"d":""#),
        "{money}"
    );
    let text = shell.run(&["-e", "[\"<script>\"]", "--format", "html"]);
    assert!(text.ok().contains("[&lt;script&gt;]"), "{text}");
}

/// Reads what was written, as a program would.
fn is_valid(format: &str, text: &str, what: &str) {
    match format {
        "json" => {
            let read: Result<Vec<serde_json::Map<String, Value>>, _> = serde_json::from_str(text);
            assert!(read.is_ok(), "{what}: {read:?}\n{text}");
        }
        "ndjson" => {
            for line in text.lines() {
                let read: Result<serde_json::Map<String, Value>, _> = serde_json::from_str(line);
                assert!(read.is_ok(), "{what}: {read:?}\n{text}");
            }
        }
        "csv" => {
            for row in csv::Reader::from_reader(text.as_bytes()).records() {
                assert!(row.is_ok(), "{what}: {row:?}\n{text}");
            }
        }
        _ => {
            let mut open = Vec::new();
            for part in text.split('<').skip(1) {
                let (tag, _) = part
                    .split_once('>')
                    .unwrap_or_else(|| panic!("{what}: {text}"));
                match tag.strip_prefix('/') {
                    Some(tag) => assert_eq!(open.pop(), Some(tag), "{what}: {text}"),
                    None if tag == "br" => {}
                    None => open.push(tag.split(' ').next().unwrap_or(tag)),
                }
            }
            assert!(open.is_empty(), "{what}: {text}");
            let known = |tag: &str| "table thead tbody tr th td br".contains(tag);
            let tags = text
                .split('<')
                .skip(1)
                .map(|part| part.trim_start_matches('/'));
            let mut names = tags.filter_map(|part| part.split(['>', ' ']).next());
            assert!(names.all(known), "{what}: {text}");
        }
    }
}
