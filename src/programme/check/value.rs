//! Faults of one answer by itself: of another type, or outside its limits.

use super::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::programme::spec::Level;
use crate::programme::types::ValueFault;
use crate::programme::types::limits::size_fault;
use crate::record::Value;

pub(super) fn faults(look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
    let ty = look.field.ty.behaviour();
    match value.shape() {
        None => Vec::new(),
        Some(shape) if shape == ty.shape() => {
            let mut faults = ty.faults(look, value);
            if !faults.iter().any(|(level, _)| *level == Level::Error) {
                let large = size_fault(&look.field.ty, value);
                faults.extend(large.map(|what| (Level::Error, what)));
            }
            faults
        }
        Some(_) => vec![(Level::Error, FaultKind::WrongType)],
    }
}
