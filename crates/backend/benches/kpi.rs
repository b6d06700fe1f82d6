//! How fast the KPI engine is: full days of ten habits and five tasks, all different.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use kpi_backend::kpi::{
    Category, DayInput, Direction, FocusSession, HabitInput, Measure, Priority, Quadrant,
    TaskInput, explain, score, suggestions,
};

const DAYS: u64 = 1024;

/// Numbers without a pattern, the same in every run (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % end
    }

    fn minutes(&mut self, end: u64) -> u16 {
        self.below(end) as u16
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }

    fn habit(&mut self) -> HabitInput {
        let target = self.one_of(&[20, 30, 45, 60, 90, 180, 360, 480]);
        let scheduled = self.below(10) > 0;
        let limit = self.below(10) == 0;
        HabitInput {
            category: self.one_of(&Category::ALL),
            quadrant: self.one_of(&Quadrant::ALL),
            direction: if limit {
                Direction::AtMost
            } else {
                Direction::AtLeast
            },
            measure: Measure::Minutes,
            target: scheduled.then_some(target),
            amount: Some(self.minutes(u64::from(target) * 3 / 2)),
            streak_before: self.below(80) as u32,
            times_left: None,
        }
    }

    fn task(&mut self) -> TaskInput {
        TaskInput {
            priority: self.one_of(&Priority::ALL),
            quadrant: self.one_of(&Quadrant::ALL),
            estimated_minutes: Some(15 + self.minutes(90)),
            actual_minutes: Some(self.minutes(120)),
            completed: self.below(3) > 0,
        }
    }

    fn day(&mut self) -> DayInput {
        DayInput {
            habits: (0..10).map(|_| self.habit()).collect(),
            tasks: (0..5).map(|_| self.task()).collect(),
            focus_sessions: (0..self.below(4))
                .map(|_| FocusSession {
                    minutes: 10 + self.below(100) as u32,
                    interrupted: self.below(4) == 0,
                })
                .collect(),
            skill_level_change: (self.below(3) == 0).then_some(0.5),
        }
    }
}

fn main() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let days: Vec<DayInput> = (0..DAYS).map(|_| numbers.day()).collect();

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("kpi");
    group.throughput(Throughput::Elements(DAYS));
    group.bench_function("score", |bench| {
        bench.iter(|| {
            for day in &days {
                black_box(score(black_box(day)));
            }
        });
    });
    group.bench_function("explain", |bench| {
        bench.iter(|| {
            for day in &days {
                black_box(explain(black_box(day)));
            }
        });
    });
    group.bench_function("suggestions", |bench| {
        bench.iter(|| {
            for day in &days {
                black_box(suggestions(black_box(day)));
            }
        });
    });
    group.finish();
    criterion.final_summary();
}
