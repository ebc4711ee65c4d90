//! `kubectl set image`.

use super::template::{change, containers, part};
use crate::shell::kubectl::{
    client::Client,
    command::{Command, Completes},
    commands::common::{ALL, DRY_RUN, FILES, LOCAL, MANAGER, OUTPUT, SELECTOR},
    failure::Failure,
};

pub const COMMAND: Command = Command {
    name: "image",
    summary: "Update the image of a pod template",
    about: "Update existing container image(s) of resources.",
    examples: "# Set a deployment's nginx container image to 'nginx:1.9.1', and its busybox container image to 'busybox'\nkubectl set image deployment/nginx busybox=busybox nginx=nginx:1.9.1",
    usage: "(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N [options]",
    flags: &[FILES, SELECTOR, ALL, LOCAL, OUTPUT, DRY_RUN, MANAGER],
    completes: Completes::Resources,
    run: Some(run),
    ..Command::PLAIN
};

fn run(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let (resources, pairs) = part(&client.arguments);
    let mut images = Vec::new();
    for pair in &pairs {
        let Some((name, image)) =
            pair.split_once('=').filter(|(name, image)| !name.is_empty() && !image.is_empty())
        else {
            return Err(Failure::plain(format!("invalid image: {pair}")));
        };
        images.push((name.to_owned(), image.to_owned()));
    }
    if images.is_empty() {
        return Err(Failure::plain("at least one image update is required"));
    }
    change(client, resources, "image updated", &|spec| {
        for (name, image) in &images {
            let mut found = 0;
            for container in containers(spec, name) {
                container["image"] = image.as_str().into();
                found += 1;
            }
            if found == 0 {
                return Err(format!("unable to find container named {name:?}"));
            }
        }
        Ok(())
    })
}
