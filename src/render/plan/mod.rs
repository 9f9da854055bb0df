//! PostgreSQL's plan of a query, as a tree that people can read.

mod words;

use serde_json::Value;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// What `explain (analyze, format json)` answers, as a tree: each step with its rows and time.
///
/// A step gets its rows from those below it, and its time includes theirs. Rows and times of a step
/// that ran several times are those of all its runs.
///
/// ```
/// let explained = serde_json::json!([{
///     "Plan": { "Node Type": "Seq Scan", "Relation Name": "clients", "Alias": "clients",
///               "Plan Rows": 990, "Actual Rows": 1000, "Actual Loops": 1, "Actual Total Time": 0.179 },
///     "Planning Time": 0.4, "Execution Time": 0.21,
/// }]);
/// assert_eq!(epic::render::plan(&explained), "\
/// step               rows  expected    ms
/// read all clients  1,000       990  0.18
/// planned in 0.40 ms, done in 0.21 ms");
/// ```
#[must_use]
pub fn plan(explained: &Value) -> String {
    let explained = explained.get(0).unwrap_or(explained);
    let mut steps = vec![heading()];
    walk(&explained["Plan"], 0, &mut steps);
    let mut text = String::new();
    write_steps(&steps, &mut text);
    let _ = write!(
        text,
        "planned in {:.2} ms, done in {:.2} ms",
        number(explained, "Planning Time"),
        number(explained, "Execution Time")
    );
    text
}

/// A line of the tree, and what it does more exactly.
struct Step {
    label: String,
    /// Rows, rows expected, milliseconds.
    numbers: [String; 3],
    details: Vec<String>,
}

fn heading() -> Step {
    Step {
        label: "step".into(),
        numbers: ["rows", "expected", "ms"].map(String::from),
        details: Vec::new(),
    }
}

fn walk(node: &Value, depth: usize, steps: &mut Vec<Step>) {
    let margin = "  ".repeat(depth.saturating_sub(1));
    let branch = if depth == 0 { "" } else { "└ " };
    let details = words::details(node).into_iter();
    steps.push(Step {
        label: format!("{margin}{branch}{}", words::step(node)),
        numbers: numbers(node),
        details: details
            .map(|detail| format!("{}  {detail}", "  ".repeat(depth)))
            .collect(),
    });
    for below in node["Plans"].as_array().into_iter().flatten() {
        walk(below, depth + 1, steps);
    }
}

fn numbers(node: &Value) -> [String; 3] {
    let loops = number(node, "Actual Loops");
    if loops < 0.5 {
        return ["–", "–", "–"].map(String::from);
    }
    [
        words::whole(number(node, "Actual Rows") * loops),
        words::whole(number(node, "Plan Rows") * loops),
        format!("{:.2}", number(node, "Actual Total Time") * loops),
    ]
}

fn write_steps(steps: &[Step], text: &mut String) {
    let widest = |width: fn(&Step) -> usize| steps.iter().map(width).max().unwrap_or_default();
    let label = widest(|step| step.label.width());
    let numbers = [
        widest(|step| step.numbers[0].width()),
        widest(|step| step.numbers[1].width()),
        widest(|step| step.numbers[2].width()),
    ];
    for step in steps {
        text.push_str(&step.label);
        text.push_str(&" ".repeat(label - step.label.width()));
        for (number, width) in step.numbers.iter().zip(numbers) {
            let _ = write!(text, "  {number:>width$}");
        }
        text.push('\n');
        for detail in &step.details {
            let _ = writeln!(text, "{detail}");
        }
    }
}

fn number(node: &Value, name: &str) -> f64 {
    node[name].as_f64().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use insta::assert_snapshot;
    use serde_json::json;

    /// A node that ran once.
    fn node(kind: &str, rows: [u64; 2], more: &Value, below: &[Value]) -> Value {
        let mut node = json!({
            "Node Type": kind, "Actual Rows": rows[0], "Plan Rows": rows[1], "Actual Loops": 1,
            "Actual Total Time": 1.5, "Plans": below,
        });
        let more = more.as_object().cloned().unwrap_or_default();
        node.as_object_mut().expect("it is one").extend(more);
        node
    }

    fn shown(top: &Value) -> String {
        plan(&json!([{ "Plan": top, "Planning Time": 0.556, "Execution Time": 1.675 }]))
    }

    #[test]
    fn joins_sorts_and_limits_are_a_tree() {
        let contracts = json!({
            "Relation Name": "contracts", "Alias": "t1", "Filter": "(NOT signed)",
            "Rows Removed by Filter": 1875,
        });
        let contracts = node("Seq Scan", [625, 620], &contracts, &[]);
        let hash = node("Hash", [625, 620], &json!({}), &[contracts]);
        let clients = json!({ "Relation Name": "clients", "Alias": "t" });
        let clients = node("Seq Scan", [100_000, 99_000], &clients, &[]);
        let on = json!({ "Join Type": "Semi", "Hash Cond": "(t.id = t1.client_id)" });
        let join = node("Hash Join", [225, 600], &on, &[clients, hash]);
        let key = json!({ "Sort Key": ["t.last_contact_date DESC", "t.id"] });
        let sort = node("Sort", [20, 600], &key, &[join]);
        assert_snapshot!(shown(&node("Limit", [20, 20], &json!({}), &[sort])), @r"
        step                                         rows  expected    ms
        stop after enough rows                         20        20  1.50
        └ sort by t.last_contact_date DESC, t.id       20       600  1.50
          └ join by hash, rows that have one          225       600  1.50
              on t.id = t1.client_id
            └ read all clients (t)                100,000    99,000  1.50
            └ make a hash table                       625       620  1.50
              └ read all contracts (t1)               625       620  1.50
                  only NOT signed · 1,875 left out
        planned in 0.56 ms, done in 1.68 ms
        ");
    }

    #[test]
    fn a_step_that_ran_often_counts_all_its_runs() {
        let found = json!({
            "Index Name": "contracts_client", "Index Cond": "(client_id = t.id)",
            "Actual Loops": 1000, "Actual Total Time": 0.002, "Actual Rows": 2.5,
        });
        let found = node("Bitmap Index Scan", [0, 3], &found, &[]);
        let read = json!({
            "Relation Name": "contracts", "Alias": "t1", "Recheck Cond": "(client_id = t.id)",
            "Parent Relationship": "SubPlan", "Actual Loops": 0,
        });
        let read = node("Bitmap Heap Scan", [0, 3], &read, &[found]);
        let rows = json!({
            "Relation Name": "clients", "Alias": "t", "Index Name": "each client has their own id",
            "Filter": "((SubPlan 1) > '100000'::numeric)", "Rows Removed by Filter": 642,
        });
        assert_snapshot!(shown(&node("Index Scan", [358, 333], &rows, &[read])), @r"
        step                                                              rows  expected    ms
        read clients (t) in the order of 'each client has their own id'    358       333  1.50
          only (SubPlan 1) > '100000' · 642 left out
        └ for each row: read the contracts (t1) found                        –         –     –
          └ find by contracts_client                                     2,500     3,000  2.00
              with client_id = t.id
        planned in 0.56 ms, done in 1.68 ms
        ");
    }

    #[test]
    fn what_is_no_plan_is_shown_all_the_same() {
        assert_snapshot!(plan(&json!({})), @r"
        step  rows  expected  ms
                 –         –   –
        planned in 0.00 ms, done in 0.00 ms
        ");
    }
}
