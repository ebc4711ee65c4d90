//! The form that `-o` asks for, and an object in that form.

use serde_json::Value;

use super::{
    custom_columns, go_template,
    json::{go_json, json},
    jsonpath::Template,
    kyaml::kyaml,
    yaml::yaml,
};
use crate::shell::kubectl::{failure::Failure, flag::Flags};

/// A form of output.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// No `-o`: a table or a message.
    Usual,
    Wide,
    Name,
    Yaml,
    Kyaml,
    Json,
    JsonPath {
        text: String,
        template: Template,
    },
    /// What the template finds, as a JSON list.
    JsonPathAsJson {
        text: String,
        template: Template,
    },
    GoTemplate(String),
    CustomColumns(String),
}

/// Which forms a command offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// Those that print objects.
    Objects,
    /// Those of `get`, with tables.
    Tables,
}

const OBJECTS: &[&str] = &[
    "go-template",
    "go-template-file",
    "json",
    "jsonpath",
    "jsonpath-as-json",
    "jsonpath-file",
    "kyaml",
    "name",
    "template",
    "templatefile",
    "yaml",
];
const TABLES: &[&str] = &["custom-columns", "custom-columns-file", "wide"];

impl Form {
    /// Reads `-o` (and `--template`).
    ///
    /// # Errors
    /// An unknown form, a template that can not be read.
    pub fn of(flags: &Flags, offer: Offer) -> Result<Self, Failure> {
        let output = flags.text("output");
        let (name, rest) = output.split_once('=').map_or((output, None), |(name, rest)| (name, Some(rest)));
        let template = || match rest.unwrap_or_else(|| flags.text("template")) {
            "" => Err(Failure::plain("template format specified but no template given")),
            text => Ok(text.to_owned()),
        };
        let path = |text: String| {
            Template::parse(&text)
                .map(|template| (text.clone(), template))
                .map_err(|why| Failure::plain(format!("error parsing jsonpath {text}, {why}")))
        };
        Ok(match name {
            "" if !flags.text("template").is_empty() => Self::GoTemplate(flags.text("template").to_owned()),
            "" => Self::Usual,
            "yaml" => Self::Yaml,
            "kyaml" => Self::Kyaml,
            "json" => Self::Json,
            "name" => Self::Name,
            "wide" if offer == Offer::Tables => Self::Wide,
            "jsonpath" => path(template()?).map(|(text, template)| Self::JsonPath { text, template })?,
            "jsonpath-as-json" => {
                path(template()?).map(|(text, template)| Self::JsonPathAsJson { text, template })?
            }
            "go-template" | "template" => Self::GoTemplate(template()?),
            "custom-columns" if offer == Offer::Tables => match rest {
                None | Some("") => {
                    return Err(Failure::plain(
                        "custom-columns format specified but no custom columns given",
                    ));
                }
                Some(columns) => Self::CustomColumns(columns.to_owned()),
            },
            "jsonpath-file" | "go-template-file" | "templatefile" | "custom-columns-file" => {
                return Err(Failure::plain(format!(
                    "{name} is not simulated here: give the text after {}=",
                    name.trim_end_matches("-file")
                )));
            }
            other => return Err(Failure::plain(unknown(other, offer))),
        })
    }

    /// Whether whole objects are printed, not rows or messages.
    pub fn is_usual(&self) -> bool {
        matches!(self, Self::Usual | Self::Wide)
    }

    /// One object (or list) in this form. `made_here`: kubectl made the object, so JSON is in the order of its types.
    ///
    /// # Errors
    /// A template that does not fit the object.
    pub fn print(&self, value: &Value, made_here: bool) -> Result<String, Failure> {
        Ok(match self {
            Self::Yaml => yaml(value),
            Self::Kyaml => kyaml(value),
            Self::Json if made_here => go_json(value),
            Self::Json => json(value),
            Self::JsonPath { text, template } => template.print(text, value).map_err(Failure::Plain)?,
            Self::JsonPathAsJson { template, .. } => {
                json(&Value::Array(template.values(value).map_err(Failure::Plain)?))
            }
            Self::GoTemplate(text) => go_template::print(text, value).map_err(Failure::Plain)?,
            Self::CustomColumns(columns) => {
                custom_columns::print(columns, value, true).map_err(Failure::Plain)?
            }
            Self::Usual | Self::Wide | Self::Name => String::new(),
        })
    }

    /// The rows of custom columns for several objects.
    ///
    /// # Errors
    /// A column that can not be read.
    pub fn print_columns(columns: &str, list: &Value, headers: bool) -> Result<String, Failure> {
        custom_columns::print(columns, list, headers).map_err(Failure::Plain)
    }
}

fn unknown(name: &str, offer: Offer) -> String {
    let mut known: Vec<&str> = OBJECTS.to_vec();
    if offer == Offer::Tables {
        known.extend(TABLES);
        known.sort_unstable();
    }
    format!(
        "unable to match a printer suitable for the output format {name:?}, allowed formats are: {}",
        known.join(",")
    )
}
