//! `kubectl create job` and `create cronjob`: printed with `--dry-run=client`; the cluster serves neither kind.

use serde_json::{Value, json};

use crate::shell::kubectl::{
    client::Client,
    command::Command,
    commands::common::{DRY_RUN, MANAGER, OUTPUT, SAVE, VALIDATE, exactly_one_name},
    failure::Failure,
    flag::{Flag, text},
};

const IMAGE: &[Flag] = &[text("image", '\0', "", "Image name to run.")];
const SCHEDULE: &[Flag] = &[
    text("schedule", '\0', "", "A schedule in the Cron format the job should be run with."),
    text("restart", '\0', "OnFailure", "Job's restart policy. Supported values: OnFailure, Never."),
];

pub const COMMAND: Command = Command {
    name: "job",
    summary: "Create a job with the specified name",
    about: "Create a job with the specified name.",
    examples: "# Create a job with a command\nkubectl create job my-job --image=busybox -- date",
    usage: "NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...] [options]",
    flags: &[IMAGE, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    run: Some(job),
    ..Command::PLAIN
};

pub const CRON_JOB: Command = Command {
    name: "cronjob",
    aliases: &["cj"],
    summary: "Create a cron job with the specified name",
    about: "Create a cron job with the specified name.",
    examples: "# Create a cron job with a command\nkubectl create cronjob my-job --image=busybox --schedule=\"*/1 * * * *\" -- date",
    usage: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [options]",
    flags: &[IMAGE, SCHEDULE, OUTPUT, DRY_RUN, VALIDATE, MANAGER, SAVE],
    required: &["image", "schedule"],
    run: Some(cron_job),
    ..Command::PLAIN
};

fn job(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let (names, command) = client.parted();
    let name = exactly_one_name(&names)?;
    if client.flags.text("image").is_empty() {
        return Err(Failure::plain("either --image or --from must be specified"));
    }
    let template = template(client, &name, command, "Never");
    let object = json!({
        "apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name}, "spec": {"template": template}, "status": {},
    });
    client.create_generated(object, "failed to create job: ")
}

fn cron_job(client: &mut Client<'_, '_>) -> Result<(), Failure> {
    let (names, command) = client.parted();
    let name = exactly_one_name(&names)?;
    let template = template(client, &name, command, client.flags.text("restart"));
    let object = json!({
        "apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": name},
        "spec": {"jobTemplate": {"metadata": {"name": name}, "spec": {"template": template}}, "schedule": client.flags.text("schedule")},
        "status": {},
    });
    client.create_generated(object, "failed to create cronjob: ")
}

fn template(client: &Client<'_, '_>, name: &str, command: Vec<String>, restart: &str) -> Value {
    let mut container = json!({"image": client.flags.text("image"), "name": name, "resources": {}});
    if !command.is_empty() {
        container["command"] = command.into();
    }
    json!({"metadata": {}, "spec": {"containers": [container], "restartPolicy": restart}})
}
