//! Conditions that compare a column with a value.

use datafusion::common::ScalarValue;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator};

/// A column, compared with a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Comparison<'e> {
    pub(super) column: &'e str,
    pub(super) op: Op,
    pub(super) value: ScalarValue,
}

/// How SQL compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Op {
    fn of(operator: Operator) -> Option<Self> {
        Some(match operator {
            Operator::Eq => Self::Equal,
            Operator::NotEq => Self::NotEqual,
            Operator::Lt => Self::Less,
            Operator::LtEq => Self::AtMost,
            Operator::Gt => Self::Greater,
            Operator::GtEq => Self::AtLeast,
            _ => return None,
        })
    }

    /// With the sides exchanged.
    fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
            Self::Equal | Self::NotEqual => self,
        }
    }
}

/// The comparison that a condition is, if it is one.
pub(super) fn comparison(condition: &Expr) -> Option<Comparison<'_>> {
    let is = |column, value| Comparison {
        column,
        op: Op::Equal,
        value: ScalarValue::Boolean(Some(value)),
    };
    match condition {
        Expr::Column(column) => Some(is(&column.name, true)),
        Expr::Not(inner) => match &**inner {
            Expr::Column(column) => Some(is(&column.name, false)),
            _ => None,
        },
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
            let op = Op::of(*op)?;
            match (&**left, &**right) {
                (Expr::Column(column), Expr::Literal(value, _)) => {
                    compared(&column.name, op, value)
                }
                (Expr::Literal(value, _), Expr::Column(column)) => {
                    compared(&column.name, op.mirrored(), value)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn compared<'e>(column: &'e str, op: Op, value: &ScalarValue) -> Option<Comparison<'e>> {
    // Enums are dictionaries, and so are the values that they are compared with.
    let value = match value {
        ScalarValue::Dictionary(_, inner) => (**inner).clone(),
        value => value.clone(),
    };
    (!value.is_null()).then_some(Comparison { column, op, value })
}
