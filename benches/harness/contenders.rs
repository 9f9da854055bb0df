//! Contenders that take turns: machines are noisy, so only what runs side by side is compared.

use std::time::{Duration, Instant};

/// Something to be measured.
pub struct Contender<'a> {
    pub name: &'a str,
    pub act: Box<dyn FnMut() + 'a>,
}

/// Lets contenders take turns and prints their medians, each as a ratio of the last one.
pub fn compare(title: &str, rounds: usize, contenders: &mut [Contender]) {
    let mut times = vec![Vec::with_capacity(rounds); contenders.len()];
    for round in 0..=rounds {
        for (contender, times) in contenders.iter_mut().zip(&mut times) {
            let since = Instant::now();
            (contender.act)();
            // The first round warms the caches.
            if round > 0 {
                times.push(since.elapsed());
            }
        }
    }
    let medians: Vec<f64> = times.iter_mut().map(|times| median(times)).collect();
    let base = medians.last().copied().unwrap_or(1.0);
    println!("{title} (median of {rounds})");
    for (contender, median) in contenders.iter().zip(medians) {
        println!(
            "  {:<40} {median:>10.3} ms   {:>5.2}×",
            contender.name,
            median / base
        );
    }
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times
        .get(times.len() / 2)
        .map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}
