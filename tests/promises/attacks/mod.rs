//! Attacks: each file of `tests/attacks/` is one, named after what it tries.
//!
//! What is in `refused/` must fail, or get no loot and change nothing; what is in `allowed/` must succeed,
//! so that the referee does not win by refusing everything. CONTRIBUTING.md says how to add one.

mod file;
mod fingerprint;
mod login;
mod output;
mod program;
mod scene;

use file::{Attack, Expected, Fate};
use scene::Scene;
use std::thread;

#[test]
fn every_attack_that_must_be_refused_is() {
    judge(Fate::Refused);
}

#[test]
fn what_must_be_allowed_is() {
    judge(Fate::Allowed);
}

/// With as much stack as the program has.
fn judge(fate: Fate) {
    let judge = thread::Builder::new().stack_size(1 << 30);
    let running = judge.spawn(move || judge_all(fate)).expect("a thread");
    if let Err(complaints) = running.join() {
        std::panic::resume_unwind(complaints);
    }
}

fn judge_all(fate: Fate) {
    let mut scene = Scene::new();
    let attacks = file::all(fate);
    assert!(attacks.len() > 5, "where are they?");
    let complaints: Vec<String> = attacks
        .iter()
        .filter_map(|attack| complaint(&mut scene, attack))
        .collect();
    assert!(
        complaints.is_empty(),
        "{} of {} attacks went otherwise:\n{}",
        complaints.len(),
        attacks.len(),
        complaints.join("\n")
    );
}

/// What is wrong with the outcome of an attack.
fn complaint(scene: &mut Scene, attack: &Attack) -> Option<String> {
    scene.sign_in(&attack.actor);
    let before = scene.fingerprint();
    let result = scene.run(attack);
    let after = scene.fingerprint_now();
    let wrong = match (&attack.expect, &result) {
        (None, Ok(_)) => None,
        (None, Err(error)) => Some(format!("it was refused: {error}")),
        (Some(Expected::Error(words)), Err(error)) => {
            (!error.contains(words)).then(|| format!("'{words}' was expected, not: {error}"))
        }
        (Some(Expected::Error(words)), Ok(_)) => {
            Some(format!("it succeeded; '{words}' was expected"))
        }
        (Some(Expected::NoLoot), Err(error)) => {
            Some(format!("no error was expected, not: {error}"))
        }
        (Some(Expected::NoLoot), Ok(loot)) => loot.as_ref().map(|loot| format!("it got {loot}")),
    };
    let changed = (attack.fate == Fate::Refused)
        .then(|| fingerprint::difference(&before, &after))
        .flatten()
        .map(|what| format!("it changed {what}"));
    let hurt = (!scene.victim_is_alive()).then(|| "it cut an admin's connection".to_owned());
    let wrong = wrong.or(changed).or(hurt)?;
    Some(format!("{}: {wrong}", attack.name))
}
