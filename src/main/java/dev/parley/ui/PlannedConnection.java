package dev.parley.ui;

import dev.parley.session.ConnectionProfile;
import dev.parley.ui.experiments.ExperimentForm;
import dev.parley.ui.sidebar.ProfileForm;

/** What the form, the experiments and the audited build make of the next connection. */
final class PlannedConnection implements Driving.Plan {
    private final ProfileForm form;
    private final ExperimentForm experiment;
    private final WindowPanels panels;
    private final Runnable leaveRecording;

    PlannedConnection(ProfileForm form, ExperimentForm experiment, WindowPanels panels, Runnable leaveRecording) {
        this.form = form;
        this.experiment = experiment;
        this.panels = panels;
        this.leaveRecording = leaveRecording;
    }

    @Override
    public boolean attaches() {
        return form.attach().get();
    }

    @Override
    public ConnectionProfile link() throws ProfileForm.InvalidFormException {
        return form.profile();
    }

    @Override
    public ConnectionProfile profile()
            throws ProfileForm.InvalidFormException, ExperimentForm.InvalidExperimentException {
        ConnectionProfile profile = form.profile();
        return experiment.on(panels.audit
                .build()
                .map(build -> profile.withTls(profile.tls().map(tls -> tls.withMbedTls(build))))
                .orElse(profile));
    }

    @Override
    public void begins() {
        panels.experiments.begin();
        panels.sidebar.checkCredentials();
    }

    @Override
    public void leaveRecording() {
        leaveRecording.run();
    }
}
