//! (module header to come)
