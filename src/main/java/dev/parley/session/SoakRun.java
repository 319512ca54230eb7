package dev.parley.session;

import dev.parley.doctor.soak.Outcome;
import dev.parley.doctor.soak.SoakPlan;
import java.util.concurrent.ExecutionException;

/** One run of a soak: up as far as the profile says, and down again. */
public final class SoakRun {
    private SoakRun() {}

    /**
     * Makes the run on the calling thread.
     *
     * @param controller one that does nothing else meanwhile; it stays open
     * @return what became of it, also where it failed
     * @throws SessionException if something given cannot be used, such as a port that is not there: that is no outcome of a run
     * @throws InterruptedException if the operator gave it up; closing the controller takes it down
     */
    public static Outcome make(SessionController controller, ConnectionProfile profile, SoakPlan.Run run)
            throws SessionException, InterruptedException {
        boolean success = true;
        try {
            controller.connect(profile, ControllerState.Level.RUN).get();
        } catch (ExecutionException e) {
            success = false;
            switch (e.getCause()) {
                case SessionException input when input.kind() == SessionException.Kind.INPUT -> throw input;
                case SessionException failed -> {
                    // The journal shows how, and the doctor says why.
                }
                case null, default -> throw new IllegalStateException(e);
            }
        }
        try {
            controller.disconnect().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof SessionException)) {
                throw new IllegalStateException(e);
            }
            // What cannot be taken down in good order is taken down all the same; the outcome stands.
        }
        Snapshot snapshot = controller.session().settled();
        return Outcome.of(run, success, snapshot.view(), snapshot.findings());
    }
}
