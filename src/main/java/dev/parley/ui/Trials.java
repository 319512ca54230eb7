package dev.parley.ui;

import dev.parley.doctor.Trial;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.SessionController;
import dev.parley.ui.doctor.FindingsDrawer;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Notices;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Makes the doctor's tests on the live session. */
final class Trials implements FindingsDrawer.Trials {
    private final SessionController controller;
    private final Notices notices;
    private final Callable<ConnectionProfile> profile;
    private final Consumer<UnaryOperator<ConnectionProfile>> connect;

    /**
     * Tests on {@code controller}.
     *
     * @param profile the operator's, whose link is opened where it is closed
     * @param connect connects with the operator's profile, changed
     */
    Trials(
            SessionController controller,
            Notices notices,
            Callable<ConnectionProfile> profile,
            Consumer<UnaryOperator<ConnectionProfile>> connect) {
        this.controller = controller;
        this.notices = notices;
        this.profile = profile;
        this.connect = connect;
    }

    @Override
    public void ask(List<String> commands) {
        notices.watch(isDown() ? attached(commands).thenCompose(told -> controller.disconnect()) : all(commands));
    }

    private boolean isDown() {
        return switch (controller.state().phase()) {
            case IDLE, FAILED, CLOSED -> true;
            default -> false;
        };
    }

    /** Opens the link, and no more than that, to send these commands. */
    private CompletableFuture<Void> attached(List<String> commands) {
        try {
            return controller.attach(profile.call()).thenCompose(open -> all(commands));
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> all(List<String> commands) {
        CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        for (String command : commands) {
            // A command that the modem refuses is an answer too.
            last = last.thenCompose(before -> controller.command(command)).thenAccept(result -> {});
        }
        return last;
    }

    @Override
    public void reconnect(List<String> commands, Trial.Change change) {
        CompletableFuture<Void> told;
        if (isDown()) {
            told = commands.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : attached(commands).thenCompose(done -> controller.disconnect());
        } else {
            told = all(commands).thenCompose(done -> controller.disconnect());
        }
        notices.watch(told.thenRun(() -> FxThread.run(() -> connect.accept(base -> changed(base, change)))));
    }

    static ConnectionProfile changed(ConnectionProfile profile, Trial.Change change) {
        return switch (change) {
            case NOTHING -> profile;
            case SERVER_NAME ->
                profile.withTls(profile.tls()
                        .map(tls -> tls.withSni(profile.host())
                                .withOffer(tls.offer().withServerName(true))));
            case CLIENT_ID ->
                profile.withMqtt(profile.mqtt().map(mqtt -> mqtt.withClientId(mqtt.clientId() + "-test")));
        };
    }
}
