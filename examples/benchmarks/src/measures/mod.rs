//! The measurements, one module each. To add one, write a type that implements
//! [`Measurement`], and add a line here.

mod allocations;
pub mod arriving;
mod by_number;
mod clean_build;
pub mod columns;
mod compile;
mod first_item;
mod generator;
mod instructions;
mod memory;
mod slow_consumer;
mod traffic;
pub mod wall;

use crate::measure::Measurement;

/// All of them, in the order of the table.
pub fn all() -> Vec<Box<dyn Measurement>> {
    vec![
        Box::new(instructions::Instructions),
        Box::new(allocations::Allocations),
        Box::new(traffic::Traffic),
        Box::new(wall::Wall),
        Box::new(slow_consumer::SlowConsumer),
        Box::new(by_number::ByNumber),
        Box::new(first_item::FirstItem),
        Box::new(arriving::Arriving),
        Box::new(memory::Memory),
        Box::new(columns::Columns),
        Box::new(generator::Generator),
        Box::new(compile::Compile),
        Box::new(clean_build::CleanBuild),
    ]
}
