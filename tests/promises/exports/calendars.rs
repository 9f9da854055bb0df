//! Calendars, read back by the crate `ical`.

use super::{bytes, text};
use crate::harness::Shell;
use ical::parser::ical::component::IcalEvent;
use std::io::BufReader;

fn events(shell: &Shell, name: &str) -> Vec<IcalEvent> {
    let bytes = bytes(shell, name);
    let mut calendars = ical::IcalParser::new(BufReader::new(bytes.as_slice()));
    let calendar = calendars.next().expect("a calendar").expect("in order");
    assert!(calendars.next().is_none());
    calendar.events
}

fn property(event: &IcalEvent, name: &str) -> Option<String> {
    let mut found = event.properties.iter().filter(|known| known.name == name);
    let value = found.next()?.value.clone();
    assert!(found.next().is_none(), "{name} twice");
    value
}

#[test]
fn events_have_their_moments_in_utc_and_the_same_uid_each_time() {
    let admin = Shell::as_("admin@epic.events");
    let save = "events.filter(|e| e.id <= 3).sort(|e| e.id)";
    let said = admin.e(&format!("{save}.save_as(\"week.ics\")"));
    assert_eq!(said.ok(), "3 rows written to week.ics");
    let first = events(&admin, "week.ics");
    let query = "sql(\"select to_char(starts_at at time zone 'UTC', 'YYYYMMDD\\\"T\\\"HH24MISS\\\"Z\\\"') as s, to_char(ends_at at time zone 'UTC', 'YYYYMMDD\\\"T\\\"HH24MISS\\\"Z\\\"') as e, name as n from events where id <= 3 order by id\")";
    let expected = admin.run(&["-e", query, "--format", "csv"]);
    for (event, line) in first.iter().zip(expected.ok().lines().skip(1)) {
        let found = ["DTSTART", "DTEND"].map(|name| property(event, name).expect(name));
        assert!(line.starts_with(&found.join(",")), "{line}: {found:?}");
        for name in ["SUMMARY", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE"] {
            assert!(property(event, name).is_some(), "{name}");
        }
    }
    admin.run(&["-e", save, "--out", "again.ics"]).ok();
    let again = events(&admin, "again.ics");
    assert_eq!((first.len(), again.len()), (3, 3));
    for (first, again) in first.iter().zip(&again) {
        assert_eq!(property(first, "UID"), property(again, "UID"));
        let sequence = |event| -> u32 {
            let sequence = property(event, "SEQUENCE").expect("a sequence");
            sequence.parse().expect("a number")
        };
        assert!(sequence(first) <= sequence(again));
    }
}

#[test]
fn my_week_is_a_calendar() {
    let sam = Shell::as_("sam@epic.events");
    sam.run(&["run", "my-week", "--days", "60", "--out", "week.ics"])
        .ok();
    let csv = sam.run(&["run", "my-week", "--days", "60", "--format", "ndjson"]);
    let events = events(&sam, "week.ics");
    assert_eq!(events.len(), csv.ok().lines().count());
    assert!(!events.is_empty());
    let description = property(&events[0], "DESCRIPTION").expect("what else is known");
    assert!(description.contains("contact: "), "{description}");
}

#[test]
fn a_text_adds_no_lines_of_its_own() {
    let marie = Shell::as_("marie@epic.events");
    let code = "[#{ id: 1, name: \"a\\r\\nATTENDEE:x\\nEND:VEVENT, b; c\\\\d\", starts_at: timestamp(\"2026-01-31 18:00\"), notes: \"é\\r\\n\\r\\nEND:VCALENDAR\\u0007\" },
        #{ id: 2, name: \"day\", starts_at: date(\"2026-01-31\"), ends_at: date(\"2026-02-01\") }].save_as(\"a.ics\")";
    marie.e(code).ok();
    let written = events(&marie, "a.ics");
    assert_eq!(written.len(), 2);
    assert_eq!(
        property(&written[0], "SUMMARY").as_deref(),
        Some("a\\nATTENDEE:x\\nEND:VEVENT\\, b\\; c\\\\d")
    );
    assert_eq!(
        property(&written[0], "DESCRIPTION").as_deref(),
        Some("é\\n\\nEND:VCALENDAR")
    );
    let dates = ["DTSTART", "DTEND"].map(|name| property(&written[1], name));
    assert_eq!(
        dates,
        ["20260131", "20260202"].map(|day| Some(day.to_owned()))
    );
    assert!(property(&written[0], "ATTENDEE").is_none());
    let text = text(&marie, "a.ics");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
}

#[test]
fn only_events_go_into_calendars() {
    let marie = Shell::as_("marie@epic.events");
    for (code, says) in [
        (
            "clients.take(2)",
            "only events can be in a calendar: there is no column 'name'",
        ),
        (
            "[#{ id: 1, name: \"x\" }]",
            "only events can be in a calendar: there is no column 'starts_at'",
        ),
        (
            "[#{ name: \"x\", starts_at: now() }]",
            "only events can be in a calendar: there is no column 'id'",
        ),
        (
            "[#{ id: 7, name: \"x\", starts_at: () }, #{ id: 8, name: \"y\", starts_at: now() }]",
            "event 7 has no start, and can't be in a calendar",
        ),
    ] {
        let said = marie.e(&format!("{code}.save_as(\"a.ics\")"));
        assert_eq!((said.code, said.error()), (1, says), "{said}");
        assert!(said.stderr.contains("hint: "), "{said}");
        assert!(!marie.home().join("a.ics").exists());
    }
}
