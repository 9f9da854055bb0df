//! Rows from files: what the columns mean is told or asked, every bad line is named before anything is kept, and who
//! may not create a row by hand may not import it either.

mod ends;

use crate::harness::{Answers, Shell, shows};
use epic::api::{Import, Imported, Session};
use epic::error::Result;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::os::unix::fs::symlink;

const HEADER: &str = "full_name,email,company_name,first_contact_date\n";

/// Imports a file of somebody's home folder in this process; nobody is asked.
fn import(shell: &Shell, session: &Session, name: &str, import: &Import) -> Result<Imported> {
    let clients = session.collection("clients").expect("clients");
    clients.import_file(shell.home(), name, import, &Answers::default())
}

/// So many lines of new people, who were first spoken to on this day.
fn lines(count: usize, day: &str) -> String {
    let line = |n: usize| format!("A{n},a{n}@new.example,,{day}");
    (0..count).map(line).collect::<Vec<_>>().join("\n")
}

/// What one entry says, for a file of this text.
fn said(shell: &Shell, text: &str, options: &str) -> String {
    shell.file("new.csv", text);
    let options = if options.is_empty() {
        String::new()
    } else {
        format!(", #{{ {options} }}")
    };
    let code = format!("clients.import_file(\"new.csv\"{options})");
    let said = shell.run(&["-e", &code, "--format", "ndjson"]);
    format!("> {options}\n{said}\n")
}

#[test]
fn a_file_whose_columns_have_the_names_of_fields_is_imported_at_once() {
    let marie = Shell::as_("marie@epic.events");
    marie.file(
        "new.csv",
        "Full name;E-Mail;company_name;first contact date\n\
         Ada Byron;ada@new.example;\"Byron; Sons\";31/01/2026\n\
         \n\
         Émile Zola;emile@new.example;;03/04/2026\n",
    );
    let said = marie.run(&["-e", "clients.import_file(\"new.csv\")", "--format", "json"]);
    assert!(said.ok().contains("\"created\":2"), "{said}");
    let rows = "clients.filter(|c| c.email.ends_with(\"@new.example\")).sort(|c| c.email)
        .select(|c| #{ n: c.full_name, co: c.company_name, d: c.first_contact_date, mine: c.commercial == me })";
    assert_eq!(
        marie.run(&["-e", rows, "--format", "csv"]).ok(),
        "n,co,d,mine\nAda Byron,Byron; Sons,2026-01-31,true\nÉmile Zola,,2026-04-03,true"
    );
}

#[test]
fn an_empty_cell_gets_the_default_of_its_field() {
    let marie = Shell::as_("marie@epic.events");
    marie.file(
        "new.csv",
        &format!("{HEADER}A,a@new.example,,\nB,b@new.example,,2026-01-31\n"),
    );
    marie.e("clients.import_file(\"new.csv\")").ok();
    let days = "clients.filter(|c| c.email.ends_with(\"@new.example\")).sort(|c| c.email).all().map(|c| c.first_contact_date == today())";
    assert_eq!(marie.e(days).ok(), "[true, false]");
}

#[test]
fn guesses_are_shown_and_asked_and_need_yes_where_nobody_is() {
    let marie = Shell::as_("marie@epic.events");
    let text =
        "Name,E-mail,Société,Telephone,Shoe size\nAda Byron,ada@new.example,Byron & Co,+44 1,38\n";
    marie.file("new.csv", text);
    let said = marie.e("clients.import_file(\"new.csv\")");
    assert_eq!(said.code, 2, "{said}");
    for part in [
        "was guessed",
        "\"Name\": \"full_name\", \"Telephone\": \"phone\"",
        "--yes",
    ] {
        assert!(said.stderr.contains(part), "{part}: {said}");
    }
    assert_eq!(
        marie
            .e("clients.filter(|c| c.email == \"ada@new.example\").count()")
            .ok(),
        "0"
    );

    let code = "clients.import_file(\"new.csv\", #{ columns: #{ \"Société\": \"company_name\", Name: \"full_name\", Telephone: () } })";
    let said = marie.run(&["-e", code]);
    assert!(said.stderr.contains("not read: Shoe size"), "{said}");
    said.ok();
    assert_eq!(
        marie
            .e("clients.filter(|c| c.email == \"ada@new.example\").first().company_name")
            .ok(),
        "Byron & Co"
    );

    let mut other = marie.command(&[
        "-e",
        "clients.import_file(\"new.csv\", #{ duplicates: \"update\" })",
        "--yes",
    ]);
    other.env("EPIC_HOME", marie.home());
    marie.said(other).ok();
    assert_eq!(
        marie
            .e("clients.filter(|c| c.email == \"ada@new.example\").first().phone")
            .ok(),
        "+44 1"
    );
}

#[test]
fn whoever_is_asked_sees_each_guess() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("new.csv", "Name,Mail,Size\nAda,ada@new.example,1\n");
    let session = marie.session();
    let clients = session.collection("clients").expect("clients");
    let host = Answers {
        yes: true,
        ..Answers::default()
    };
    let done = clients.import_file(marie.home(), "new.csv", &Import::default(), &host);
    assert_eq!(done.expect("imported").created, 1);
    let asked = host.asked.borrow();
    assert_eq!(asked[0].what, "what columns of new.csv mean was guessed");
    assert_eq!(
        asked[0].examples,
        ["Name is full_name", "Mail is email", "not read: Size"]
    );
    // Without a yes, nothing is written.
    let refused = import(&marie, &session, "new.csv", &Import::default());
    assert_eq!(refused.unwrap_err().message, "no");
}

#[test]
fn every_bad_line_is_named_and_nothing_is_written() {
    let marie = Shell::as_("marie@epic.events");
    let before = marie.e("clients.count()").ok().to_owned();
    let known = marie.e("clients.get(12).email").ok().to_owned();
    let text = format!(
        "{HEADER}\
         Good,good@new.example,,2026-01-31\n\
         ,nameless@new.example,,\n\
         Loud,LOUD@new.example,,\n\
         Odd,odd,,\n\
         Late,late@new.example,,31/02/2026\n\
         Known,{known},,\n\
         Twice,good@new.example,,\n\
         Blank,\u{200b}@new.example,,\n\
         Short,short@new.example\n\
         Long,{}@new.example,,2026-13-01\n",
        "x".repeat(400)
    );
    let text = text.replace(&known, "kevin@known.example");
    marie
        .owner()
        .execute(
            "update crm.clients set email = 'kevin@known.example' where id = 12",
            &[],
        )
        .expect("an e-mail");
    shows!(
        "every_bad_line_is_named_and_nothing_is_written",
        &said(&marie, &text, "")
    );
    assert_eq!(marie.e("clients.count()").ok(), before);
}

#[test]
fn what_is_ambiguous_is_an_error_unless_it_is_said() {
    let admin = Shell::as_("admin@epic.events");
    let text = "client,total_amount,amount_due,creation_date\n1,\"1,234\",0,03/04/2026\n";
    admin.file("new.csv", text);
    let run = |options: &str| {
        let code = format!("contracts.import_file(\"new.csv\", #{{ {options} }})");
        admin.run(&["-e", &code, "--format", "ndjson"]).to_string()
    };
    let last = || {
        let code =
            "let k = contracts.sort_desc(|k| k.id).first(); [k.total_amount, k.creation_date]";
        admin.e(code).ok().to_owned()
    };
    shows!(
        "what_is_ambiguous_is_an_error_unless_it_is_said",
        &[
            run(""),
            run("dates: \"dmy\""),
            run("dates: \"ymd\", decimal: \".\"")
        ]
        .join("\n")
    );
    run("dates: \"dmy\", decimal: \".\"");
    assert_eq!(last(), "[1234.00, 2026-04-03]");
    // A column that is written in one way says so itself.
    admin.file(
        "new.csv",
        "client;total_amount;amount_due;creation_date\n1;1 234,50 €;0;03/04/2026\n1;1.234,00;1,5;04/13/2026\n",
    );
    run("");
    assert_eq!(last(), "[1234.00, 2026-04-13]");
    assert_eq!(
        admin
            .e("contracts.sort_desc(|k| k.id).skip(1).first().creation_date")
            .ok(),
        "2026-03-04"
    );
}

#[test]
fn relations_are_named_by_e_mail_or_id_and_looked_up_together() {
    let admin = Shell::as_("admin@epic.events");
    let line = |n: usize| {
        let whose = ["marie@epic.events", "3", "LUC@epic.events "][n % 3];
        format!("New {n},new{n}@new.example,{whose}")
    };
    let lines: Vec<String> = (0..40).map(line).collect();
    let text = format!("full_name,email,commercial\n{}", lines.join("\n"));
    let (wired, wire) = admin.on_wire();
    wired.file("new.csv", &text);
    wired.e("clients.import_file(\"new.csv\")").ok();
    let asked = wire.take();
    let count = |part: &str| asked.iter().filter(|sql| sql.contains(part)).count();
    assert_eq!(count("join collaborators"), 1, "{asked:#?}");
    assert_eq!(count("insert into clients"), 1, "{asked:#?}");
    let groups = "clients.filter(|c| c.email.starts_with(\"new\") && c.email.ends_with(\"@new.example\")).group(|c| c.commercial.email, #{ n: count() })";
    assert_eq!(
        admin
            .run(&["-e", groups, "--format", "csv"])
            .ok()
            .lines()
            .skip(1)
            .collect::<Vec<_>>(),
        ["luc@epic.events,26", "marie@epic.events,14"]
    );
    shows!(
        "relations_that_are_not_there",
        &said(
            &admin,
            "full_name,email,commercial\nA,a@new.example,nobody@epic.events\nB,b@new.example,4\nC,c@new.example,99\nD,d@new.example,\n",
            ""
        )
    );
}

#[test]
fn duplicates_are_refused_skipped_or_updated_within_the_file_too() {
    let marie = Shell::as_("marie@epic.events");
    let text =
        "full_name,email,phone\nA,a@new.example,1\nB,b@new.example,2\nA again,a@new.example,3\n";
    let all: String = [
        said(&marie, text, ""),
        said(&marie, text, "duplicates: \"skip\""),
        said(&marie, text, "duplicates: \"skip\""),
        said(&marie, text, "duplicates: \"update\""),
        said(
            &marie,
            "full_name,email,phone\nA again,a@new.example,\nB,b@new.example,22\n",
            "duplicates: \"update\"",
        ),
        said(&marie, "full_name,phone\nA,1\n", "duplicates: \"update\""),
    ]
    .concat();
    shows!("duplicates_are_refused_skipped_or_updated", &all);
    let rows = "clients.filter(|c| c.email.ends_with(\"@new.example\")).sort(|c| c.email).select(|c| #{ c.full_name, c.phone })";
    let rows = rows.replace(
        "#{ c.full_name, c.phone }",
        "#{ n: c.full_name, p: c.phone }",
    );
    assert_eq!(
        marie.run(&["-e", &rows, "--format", "csv"]).ok(),
        "n,p\nA again,3\nB,22"
    );
}

#[test]
fn rows_that_are_known_by_their_id_are_changed() {
    let admin = Shell::as_("admin@epic.events");
    let text = "id,phone\n12,+33 12\n13,+33 13\n";
    assert!(said(&admin, text, "duplicates: \"update\"").contains("\"updated\":2"));
    assert_eq!(
        admin
            .e("[clients.get(12).phone, clients.get(13).phone]")
            .ok(),
        "[+33 12, +33 13]"
    );
    shows!(
        "rows_that_are_known_by_their_id",
        &[
            said(&admin, text, ""),
            said(
                &admin,
                "id,phone\n999999,1\n12,2\n",
                "duplicates: \"update\""
            ),
        ]
        .concat()
    );
}

#[test]
fn nobody_imports_what_they_may_not_create() {
    let marie = Shell::as_("marie@epic.events");
    let luc = marie.beside("luc@epic.events");
    let sam = marie.beside("sam@epic.events");
    let theirs = "full_name,email,commercial\nA,a@new.example,luc@epic.events\nB,b@new.example,marie@epic.events\n";
    let other = luc.e("clients.mine().first().email").ok().to_owned();
    marie
        .owner()
        .execute(
            "update crm.clients set email = 'lucs@known.example' where email = $1",
            &[&other],
        )
        .expect("an e-mail");
    let all: String = [
        said(&sam, theirs, ""),
        said(&marie, theirs, ""),
        said(
            &marie,
            "full_name,email\nMine,lucs@known.example\n",
            "duplicates: \"update\"",
        ),
        said(&marie, theirs, "duplicates: \"update\""),
    ]
    .concat();
    shows!("nobody_imports_what_they_may_not_create", &all);
    let code = "[clients.filter(|c| c.email.ends_with(\"@new.example\")).count(), clients.filter(|c| c.full_name == \"Mine\").count()]";
    assert_eq!(marie.e(code).ok(), "[0, 0]");
    assert_eq!(sam.e("clients.import_file(\"new.csv\")").code, 4);
}

#[test]
fn a_rule_that_looks_at_other_rows_refuses_its_lines() {
    let marie = Shell::as_("marie@epic.events");
    let own = marie.e("clients.mine().first().id").ok().to_owned();
    let other = marie
        .e("clients.filter(|c| c.commercial != me).first().id")
        .ok()
        .to_owned();
    let text = format!(
        "client,total_amount,amount_due\n{own},10,5\n{other},10,5\n{own},10,50\n{own},10,-1\n"
    );
    marie.file("new.csv", &text);
    let before = marie.e("contracts.count()").ok().to_owned();
    let said = marie.e("contracts.import_file(\"new.csv\")");
    assert_eq!(said.code, 1, "{said}");
    let expected = [
        "3 of 4 lines can't be imported, and nothing was",
        "line 3, you may not create this contract",
        "line 4, total_amount, amount_due '10, 50': the amount due is between 0 and the total",
        "line 5, total_amount, amount_due '10, -1': the amount due is between 0 and the total",
        "a commercial creates contracts for their own clients",
    ];
    for part in expected {
        assert!(said.stderr.contains(part), "{part}\n{said}");
    }
    assert_eq!(marie.e("contracts.count()").ok(), before);
}

#[test]
fn bad_lines_are_written_to_a_file_and_imported_once_they_are_mended() {
    let marie = Shell::as_("marie@epic.events");
    let text =
        "full_name;email;note\nA;a@new.example;x\nB;B@new.example;\"y;\"\n;c@new.example;z\n";
    let read = || std::fs::read_to_string(marie.home().join("left.csv")).expect("a file");
    let first = said(&marie, text, "errors: \"left.csv\"");
    assert!(
        first.contains("2 of 3 lines can't be imported") && first.contains("left.csv"),
        "{first}"
    );
    assert_eq!(
        read(),
        "full_name;email;note;line;reason\n\
         ;c@new.example;z;4;full_name: it is needed, and empty\n\
         B;B@new.example;\"y;\";3;email 'B@new.example': a client's e-mail is in lower case\n"
    );
    assert_eq!(
        marie
            .e("clients.filter(|c| c.email == \"a@new.example\").count()")
            .ok(),
        "0"
    );
    // It is there already.
    let again = said(&marie, text, "errors: \"left.csv\", partly: true");
    assert!(again.contains("--yes"), "{again}");
    std::fs::remove_file(marie.home().join("left.csv")).expect("removed");
    let partly = said(&marie, text, "errors: \"left.csv\", partly: true");
    assert!(
        partly.contains("\"created\":1") && partly.contains("\"bad\":2"),
        "{partly}"
    );
    let mended = read().replace("B@", "b@").replace(";c@", "C;c@");
    let rest = said(&marie, &mended, "");
    assert!(rest.contains("\"created\":2"), "{rest}");
    assert!(said(&marie, text, "partly: true").contains("needs a file"));
}

#[test]
fn an_import_is_one_transaction_with_whatever_is_around_it() {
    let marie = Shell::as_("marie@epic.events");
    marie.file("new.csv", &format!("{HEADER}A,a@new.example,,\n"));
    marie.file("bad.csv", &format!("{HEADER}B,b@new.example,,\nB,bad,,\n"));
    let count = "clients.filter(|c| c.email.ends_with(\"@new.example\")).count()";
    assert_eq!(
        marie
            .e("clients.import_file(\"new.csv\"); throw \"no\"")
            .error(),
        "no"
    );
    assert_eq!(marie.e(count).ok(), "0");
    let dry = marie.run(&["--dry-run", "-e", "clients.import_file(\"new.csv\")"]);
    assert!(dry.ok().contains("clients: 1 created"), "{dry}");
    assert_eq!(marie.e(count).ok(), "0");
    // What was refused can be caught: only the import is undone.
    let caught = "clients.import_file(\"new.csv\"); try { clients.import_file(\"bad.csv\") } catch (e) { print(e.message.len() > 10) }";
    marie.e(caught).ok();
    assert_eq!(marie.e(count).ok(), "1");
    let history = "clients.filter(|c| c.email == \"a@new.example\").first().history().len() > 0";
    assert_eq!(marie.e(history).ok(), "true");
}

#[test]
fn more_than_a_thousand_bad_lines_are_not_all_looked_at() {
    let marie = Shell::as_("marie@epic.events");
    let lines = lines(3000, "soon");
    let text = format!("{HEADER}{lines}");
    let said = said(&marie, &text, "");
    assert!(
        said.contains("more than 1000 lines can't be imported, and nothing was"),
        "{said}"
    );
    assert!(said.contains("\n  line 1001, first_contact_date 'soon': this is no date\n"));
    assert!(!said.contains("line 1002,"));
}

#[test]
fn files_outside_of_the_working_folder_are_not_read() {
    let marie = Shell::as_("marie@epic.events");
    let outside = tempfile::tempdir().expect("a folder");
    let secret = outside.path().join("secret.csv");
    std::fs::write(&secret, "full_name,email\nA,a@new.example\n").expect("a file");
    symlink(&secret, marie.home().join("link.csv")).expect("a link");
    let secret = secret.display().to_string();
    for (name, message) in [
        (
            "../secret.csv",
            "'../secret.csv' is not below the working folder".to_owned(),
        ),
        (
            "link.csv",
            "'link.csv' is not below the working folder".to_owned(),
        ),
        (
            &secret,
            format!("'{secret}' is not below the working folder"),
        ),
        ("none.csv", "there is no file none.csv".to_owned()),
        ("state", "state is no file".to_owned()),
    ] {
        let said = marie.e(&format!("clients.import_file(\"{name}\")"));
        assert_eq!(said.error(), message, "{said}");
        let said = marie.e(&format!(
            "clients.import_file(\"new.csv\", #{{ errors: \"{name}\" }})"
        ));
        assert_ne!(said.code, 0, "{said}");
    }
}

#[test]
fn what_is_no_option_or_no_field_is_said() {
    let marie = Shell::as_("marie@epic.events");
    let text = "full_name,email,x\nA,a@new.example,1\n";
    let all: String = [
        "dupes: 1",
        "duplicates: \"replace\"",
        "dates: 3",
        "columns: \"x\"",
        "columns: #{ x: \"compny_name\" }",
        "columns: #{ y: \"company_name\" }",
        "columns: #{ x: \"email\" }",
        "columns: #{ email: () }",
        "decimal: \";\"",
        "delimiter: \"ab\"",
    ]
    .iter()
    .map(|options| said(&marie, text, options))
    .collect();
    shows!("what_is_no_option_or_no_field_is_said", &all);
    marie.file("new.csv", "a,b\n1,2\n");
    let said = marie.e("clients.mine().import_file(\"new.csv\")");
    assert_eq!(said.error(), "a file is imported into a whole collection");
}

#[test]
fn a_spreadsheet_gives_its_cells_with_their_types() {
    let admin = Shell::as_("admin@epic.events");
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let moment = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let sheet = book.add_worksheet().set_name("Contracts").expect("a name");
    for (column, heading) in [
        "Client",
        "Total amount",
        "Amount due",
        "Creation date",
        "Signed at",
    ]
    .iter()
    .enumerate()
    {
        sheet
            .write(2, u16::try_from(column).expect("few"), *heading)
            .expect("a cell");
    }
    sheet.write(3, 0, 1).expect("a cell");
    sheet.write(3, 1, 1234.5).expect("a cell");
    sheet.write(3, 2, "1 000,25").expect("a cell");
    let date = |text: &str| ExcelDateTime::parse_from_str(text).expect("a date");
    sheet
        .write_with_format(3, 3, date("2026-04-03"), &day)
        .expect("a cell");
    sheet
        .write_with_format(3, 4, date("2026-04-05 18:30"), &moment)
        .expect("a cell");
    book.add_worksheet().set_name("Notes").expect("a name");
    book.save(admin.home().join("new.xlsx")).expect("a file");
    let said = admin.e("contracts.import_file(\"new.xlsx\")");
    assert!(
        said.stderr
            .contains("the sheet 'Contracts' is read, not Notes"),
        "{said}"
    );
    said.ok();
    let row = "let k = contracts.sort_desc(|k| k.id).first(); [k.client.id, k.total_amount, k.amount_due, k.creation_date, k.signed_at]";
    assert_eq!(
        admin.e(row).ok(),
        "[1, 1234.50, 1000.25, 2026-04-03, 2026-04-05 18:30]"
    );
    let said = admin.e("contracts.import_file(\"new.xlsx\", #{ sheet: \"Contract\" })");
    assert!(said.stderr.contains("did you mean 'Contracts'?"), "{said}");
    let said = admin.e("contracts.import_file(\"new.xlsx\", #{ sheet: \"Notes\" })");
    assert_eq!(said.error(), "new.xlsx is empty");
}

#[test]
fn texts_of_windows_and_of_excel_are_read() {
    let marie = Shell::as_("marie@epic.events");
    let text = "full_name\temail\r\nZoé Müller\tzoe@new.example\r\n";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let western: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("western"))
        .collect();
    let marked = [b"\xff\xfe".as_slice(), &wide].concat();
    let utf8 = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    for bytes in [wide, western, marked, utf8] {
        std::fs::write(marie.home().join("new.txt"), bytes).expect("a file");
        let code = "transaction(|| { clients.import_file(\"new.txt\"); print(clients.filter(|c| c.email == \"zoe@new.example\").first().full_name); throw 1 })";
        let said = marie.e(code);
        assert_eq!(said.stdout, "Zoé Müller\n", "{said}");
    }
}
