//! Cases that nobody thought of: closures grown from random numbers, well-typed by construction.

mod conditions;
mod fields;
mod functions;
mod grower;
mod rows;
mod values;

use super::world::World;
use super::{CLIENTS, CONTRACTS, EVENTS, Of};
use fields::Kind;
use grower::Grower;
use proptest::collection::vec;
use proptest::num::u16;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// How many closures.
const CASES: u32 = 250;

/// The same closures each time; others, and as many as it says, with `PROPTEST_CASES`.
fn runner() -> TestRunner {
    let config = Config {
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return TestRunner::new(config);
    }
    let always_the_same = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(
        Config {
            cases: CASES,
            ..config
        },
        always_the_same,
    )
}

#[test]
fn what_nobody_thought_of() {
    let mut world = World::new();
    let kinds: [(Of, Kind); 3] = [
        (CLIENTS, Kind::Client),
        (CONTRACTS, Kind::Contract),
        (EVENTS, Kind::Event),
    ];
    let mut runner = runner();
    let world = std::cell::RefCell::new(&mut world);
    let outcome = runner.run(&(0..3_usize, vec(u16::ANY, 1..100)), |(of, numbers)| {
        let (of, kind) = kinds[of];
        let (functions, closure) = Grower::new(&numbers, of.row, kind).grown();
        let mut world = world.borrow_mut();
        world.e(&format!("{functions} ()"));
        let compared = world.compare(of, &closure);
        compared.map_err(|differ| TestCaseError::fail(format!("{functions}\n{differ}")))
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
