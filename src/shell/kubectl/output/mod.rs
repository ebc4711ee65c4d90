//! How objects are printed: the forms of `-o`, and tables.

mod custom_columns;
mod form;
mod go_template;
mod go_value;
mod json;
mod jsonpath;
mod kyaml;
mod pad;
mod report;
mod sort;
mod table;
mod tabs;
mod yaml;
mod yaml_scalar;

pub use form::{Form, Offer};
pub use json::escaped;
pub use jsonpath::{Template, shown};
pub use pad::padded;
pub use sort::sort_items;
pub use table::{Columns, print_table};
pub use tabs::aligned;
pub use yaml::yaml;
