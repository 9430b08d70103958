//! Tests of the gazette.
