//! Files that import each other can only be understood together. Few may, and each circle says why.

use super::imports::{Source, sources_without_tests};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The circles that are there, and may be. A new one is broken by moving what both sides need to a file of its own; one
/// that is gone is taken off the list.
const CIRCLES: &[(&str, &str)] = &[
    (
        "api/changes/mod.rs api/changes/names.rs api/collection.rs api/effects.rs api/news.rs api/prefetch.rs api/record.rs api/refusal/failed.rs api/refusal/integrity.rs api/session.rs api/transaction.rs",
        "an ORM: a session gives collections, these records, which lead to collections again; it opens the transactions that its subscribers hear of, and for whose commit effects wait",
    ),
    (
        "error.rs error/part.rs",
        "an error gives its parts, which every way to show it draws",
    ),
    (
        "query/ast/derived.rs query/ast/select.rs",
        "a query may read from a query",
    ),
    (
        "query/ast/expr.rs query/ast/path.rs",
        "a path is an expression, and a step of it is found by one",
    ),
    (
        "query/sql/aggregate.rs query/sql/call.rs query/sql/expression.rs",
        "expressions are made of expressions",
    ),
    (
        "render/csv.rs render/html.rs render/json.rs render/markdown.rs render/mod.rs render/table/mod.rs render/vertical.rs",
        "each format is a `RowSink`, and is chosen beside it",
    ),
    (
        "script/functions/mod.rs script/functions/record.rs script/functions/verbs.rs script/reference/described.rs script/reference/entity.rs script/reference/function.rs script/reference/help.rs script/reference/topics.rs script/reference/closures.rs script/reference/language.rs",
        "help is a function, and describes the functions",
    ),
    (
        "script/lowering/expression.rs script/lowering/methods/list.rs script/lowering/methods/mod.rs script/lowering/methods/number.rs script/lowering/methods/relation.rs script/lowering/methods/scalar.rs script/lowering/methods/text.rs script/lowering/methods/time.rs",
        "methods take expressions and are parts of them; the table of methods names their files",
    ),
    (
        "shell/completion/binding.rs shell/completion/columns.rs shell/completion/infer.rs shell/completion/parameter.rs",
        "what a name holds follows from the expression that it was bound to",
    ),
    (
        "shell/completion/command.rs shell/completion/mod.rs",
        "a command may take an entry, and an entry may be a command",
    ),
    (
        "store/array.rs store/codec.rs",
        "an array is a value and holds values",
    ),
    (
        "value.rs value/json.rs",
        "a document is a value and is made of values",
    ),
];

#[test]
fn files_import_each_other_in_no_circles_but_these() {
    let allowed: Vec<BTreeSet<&str>> = CIRCLES
        .iter()
        .map(|(files, _)| files.split(' ').collect())
        .collect();
    let sources = sources_without_tests();
    let uses = uses(&sources);
    let named = |circle: &BTreeSet<usize>| circle.iter().map(|at| name(&sources[*at])).collect();
    let there: Vec<BTreeSet<&str>> = circles(&uses).iter().map(named).collect();
    let mut wrong = Vec::new();
    for circle in &there {
        if !allowed.iter().any(|allowed| circle.is_subset(allowed)) {
            wrong.push(format!("a circle:\n{}", ways(circle, &uses, &sources)));
        }
    }
    for allowed in &allowed {
        if !there.iter().any(|circle| circle.is_subset(allowed)) {
            wrong.push(format!(
                "no circle any more, take it off the list: {allowed:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Who uses whom in a circle.
fn ways(circle: &BTreeSet<&str>, uses: &Uses, sources: &[Source]) -> String {
    let mut ways = String::new();
    for (from, to) in uses {
        for to in to {
            let (from, to) = (name(&sources[*from]), name(&sources[*to]));
            if circle.contains(from) && circle.contains(to) {
                let _ = writeln!(ways, "  {from} uses {to}");
            }
        }
    }
    ways
}

#[test]
fn a_circle_is_found_whatever_leads_into_it() {
    let uses = [
        (0, vec![1]),
        (1, vec![2]),
        (2, vec![3, 1]),
        (3, vec![]),
        (4, vec![4]),
    ];
    let uses = uses.map(|(from, to)| (from, to.into_iter().collect()));
    assert_eq!(circles(&uses.into()), [BTreeSet::from([1, 2])]);
}

/// Which file uses which, by their places among the sources.
type Uses = BTreeMap<usize, BTreeSet<usize>>;

fn name(source: &Source) -> &str {
    source.file.to_str().expect("a name")
}

fn uses(sources: &[Source]) -> Uses {
    let modules: BTreeMap<&[String], usize> = sources
        .iter()
        .enumerate()
        .map(|(at, source)| (source.module.as_slice(), at))
        .collect();
    let of = |source: &Source| {
        let relative = source
            .relative
            .iter()
            .map(|path| [&source.module[..], path].concat());
        let paths = source.inside.iter().cloned().chain(relative);
        paths
            .filter_map(|path| home(&path, sources, &modules, 8))
            .collect()
    };
    let uses = sources.iter().enumerate().map(|(at, source)| {
        let mut used: BTreeSet<usize> = of(source);
        used.remove(&at);
        (at, used)
    });
    uses.collect()
}

/// The file that a path leads to: where the thing is defined, not where it is handed on.
fn home(
    path: &[String],
    sources: &[Source],
    modules: &BTreeMap<&[String], usize>,
    steps: usize,
) -> Option<usize> {
    let steps = steps.checked_sub(1)?;
    let known = |length: &usize| modules.contains_key(&path[..*length]);
    let length = (1..=path.len()).rev().find(known)?;
    let at = modules[&path[..length]];
    let (first, rest) = path[length..].split_first()?;
    match sources[at].imported.get(first) {
        // What leads back here is of another crate.
        Some(full) => {
            let found = home(&[full, rest].concat(), sources, modules, steps)?;
            (found != at).then_some(found)
        }
        None => Some(at),
    }
}

/// Files from which each leads to each.
fn circles(uses: &Uses) -> Vec<BTreeSet<usize>> {
    let reached: BTreeMap<usize, BTreeSet<usize>> = uses
        .keys()
        .map(|from| (*from, reached_from(*from, uses)))
        .collect();
    let mut circles: Vec<BTreeSet<usize>> = Vec::new();
    for from in uses.keys() {
        let back = |to: &&usize| reached[*to].contains(from);
        let circle: BTreeSet<usize> = reached[from].iter().filter(back).copied().collect();
        if circle.len() > 1 && !circles.contains(&circle) {
            circles.push(circle);
        }
    }
    circles
}

fn reached_from(from: usize, uses: &Uses) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut left = vec![from];
    while let Some(at) = left.pop() {
        let next = uses[&at].iter().filter(|next| reached.insert(**next));
        left.extend(next);
    }
    reached
}
