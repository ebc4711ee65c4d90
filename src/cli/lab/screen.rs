//! Opens a lab's screen, or the list of labs.

use crate::app::{LabScreen, LabsScreen, Screen};
use crate::cli::learn::open_screens;
use crate::cli::{Failure, Outcome};
use crate::runtime::NotOpened;

pub fn open(name: Option<&str>) -> Result<Outcome, Failure> {
    open_screens(&|model| {
        let labs = LabsScreen::new(&model.desk);
        let Some(name) = name else {
            model.open(Screen::Labs(labs));
            return Ok(());
        };
        if model.desk.catalog.lab(name).is_none() {
            return Err(NotOpened {
                why: format!("there is no lab `{name}`"),
                hint: Some("`kubedrill lab list` names them".to_owned()),
            });
        }
        let lab = LabScreen::new(name, &model.desk);
        model.open(Screen::Lab(Box::new(lab)));
        Ok(())
    })
}
