//! The day of a moment is the day that people see where they are: in scripts, in SQL, on the screen.

use crate::harness::Shell;
use insta::assert_snapshot;

/// In the evening of the 31st in New York it is the next year in Tokyo.
const EVENING: &str = "update events set starts_at = '2025-12-31 23:30-05', ends_at = '2026-01-01 04:00-05' where id = 1";

fn in_zone(shell: &Shell, zone: &str, code: &str) -> String {
    let mut command = shell.command(&["-e", code]);
    command.env("TZ", zone);
    shell.said(command).ok().to_owned()
}

#[test]
fn the_zone_of_the_shell_is_the_zone_of_its_session() {
    let shell = Shell::as_("marie@epic.events");
    shell.owner().execute(EVENING, &[]).expect("an event");
    let code = r"
        let here = events.get(1);
        let there = events.filter(|e| e.id == 1).select(|e| #{ day: e.starts_at.date, year: e.starts_at.year, month: e.starts_at.month }).first();
        let found = events.filter(|e| e.id == 1 && e.starts_at.date == here.starts_at.date && e.starts_at.year == here.starts_at.year).count();
        `${here.starts_at} · ${there.day} ${there.year} ${there.month} · ${found}`";
    assert_snapshot!(in_zone(&shell, "America/New_York", code), @"2025-12-31 23:30 · 2025-12-31 2025 12 · 1");
    assert_snapshot!(in_zone(&shell, "Asia/Tokyo", code), @"2026-01-01 13:30 · 2026-01-01 2026 1 · 1");
    assert_snapshot!(in_zone(&shell, "UTC", code), @"2026-01-01 04:30 · 2026-01-01 2026 1 · 1");
    assert_snapshot!(in_zone(&shell, ":Asia/Tokyo", code), @"2026-01-01 13:30 · 2026-01-01 2026 1 · 1");
}

#[test]
fn days_hours_and_minutes_are_those_of_the_clock_on_the_wall() {
    let shell = Shell::as_("marie@epic.events");
    shell.owner().execute(EVENING, &[]).expect("an event");
    let code = r"
        let parts = |e| `${e.starts_at.day} ${e.starts_at.hour}:${e.starts_at.minute}`;
        let there = events.filter(|e| e.id == 1).select(|e| parts.call(e)).first().value;
        `${parts.call(events.get(1))} · ${there}`";
    assert_snapshot!(in_zone(&shell, "America/New_York", code), @"31 23:30 · 31 23:30");
    assert_snapshot!(in_zone(&shell, "Asia/Kolkata", code), @"1 10:0 · 1 10:0");
    assert_snapshot!(in_zone(&shell, "UTC", code), @"1 4:30 · 1 4:30");
}

#[test]
fn a_zone_that_nobody_knows_does_not_keep_anybody_out() {
    let shell = Shell::as_("marie@epic.events");
    for zone in [
        "Nowhere/Land",
        "posixrules nonsense -c role=postgres",
        "",
        "\\",
        "EST5EDT",
    ] {
        assert_eq!(in_zone(&shell, zone, "clients.count()"), "1000", "{zone}");
    }
}

#[test]
fn plain_sql_uses_the_same_zone() {
    let shell = Shell::as_("marie@epic.events");
    let sql = r#"sql("select current_setting('TimeZone') as zone, current_setting('DateStyle') as style")[0].zone"#;
    assert_snapshot!(in_zone(&shell, "Asia/Tokyo", sql), @"Asia/Tokyo");
    assert_snapshot!(in_zone(&shell, "America/New_York", sql), @"America/New_York");
}

#[test]
fn rules_of_posix_are_the_same_in_scripts_and_in_sql() {
    let shell = Shell::as_("marie@epic.events");
    shell.owner().execute(EVENING, &[]).expect("an event");
    let code = r"
        let there = events.filter(|e| e.id == 1).select(|e| #{ day: e.starts_at.day, hour: e.starts_at.hour }).first();
        let here = events.get(1).starts_at;
        `${here.day} ${here.hour} · ${there.day} ${there.hour}`";
    assert_snapshot!(in_zone(&shell, "UTC-2", code), @"1 6 · 1 6");
    assert_snapshot!(in_zone(&shell, "<+0330>-3:30", code), @"1 8 · 1 8");
    assert_snapshot!(in_zone(&shell, "EST5EDT,M3.2.0,M11.1.0", code), @"31 23 · 31 23");
}

#[test]
fn scripts_and_sql_in_different_time_zones_are_warned_about() {
    let shell = Shell::as_("marie@epic.events");
    let mut command = shell.command(&["-e", "clients.count()"]);
    command.env("TZ", "ABC+25:00");
    assert_snapshot!(shell.said(command), @r"
    1000
    --- stderr
    note: scripts and the server understand TZ differently: the hours are those of UTC+00:00. Set TZ to the name of a zone, such as Europe/Paris.
    ");
}
