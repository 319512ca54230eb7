package dev.parley.cli;

import dev.parley.doctor.CaseView;
import dev.parley.export.ExportException;
import dev.parley.export.ExportFormat;
import dev.parley.export.ExportOptions;
import dev.parley.export.Exports;
import dev.parley.export.Redaction;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.ControllerState.Step;
import dev.parley.session.Session;
import dev.parley.session.SessionController;
import dev.parley.session.SessionException;
import dev.parley.session.Snapshot;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.TlsConversation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One session from the command line: up, MQTT, down, with the steps told as they happen. */
final class SessionRun {
    /**
     * What to do once the connection is ready.
     *
     * @param subscribe topic filters
     * @param publish messages, in order
     * @param expect the message to wait for, or nothing
     * @param listen true to listen to the end of the limit where nothing is expected
     * @param untilLost true to listen no longer than the link stands: another host drives the modem, and ends it
     */
    record Plan(
            List<String> subscribe,
            List<Message> publish,
            Optional<Message> expect,
            boolean listen,
            boolean untilLost) {
        /** For Parley's own sessions. */
        Plan(List<String> subscribe, List<Message> publish, Optional<Message> expect, boolean listen) {
            this(subscribe, publish, expect, listen, false);
        }
    }

    /** A topic and a text. */
    record Message(String topic, String text) {}

    /** Told where the key log was asked for. */
    static final String SECRETS_WARNING =
            "session.parley, session.pcapng and session.keylog hold this session's TLS secrets: whoever has them can"
                    + " read it.";

    private final SessionController controller;
    private final PrintWriter out;
    private final Set<String> told = new HashSet<>();

    SessionRun(SessionController controller, PrintWriter out) {
        this.controller = controller;
        this.out = out;
    }

    /**
     * Runs the session and ends it.
     *
     * @return nothing where all went well, else what failed, in one sentence
     * @throws BadInputException if something given cannot be used
     */
    Optional<String> run(ConnectionProfile profile, Plan plan) {
        controller.observe(state -> tell());
        profile.stack().leavesOut(profile).forEach(what -> out.printf("  not taken   %s%n", what));
        @Nullable String failure = null;
        try {
            controller.connect(profile, ControllerState.Level.RUN).get();
            failure = act(plan, profile.limit()).orElse(null);
        } catch (ExecutionException e) {
            failure = failure(e);
        } catch (InterruptedException e) {
            failure = "Interrupted by the operator.";
        }
        tell();
        end();
        tellOfKey();
        return Optional.ofNullable(failure).or(this::refusedAfterwards);
    }

    /** What became of the private key in the modem, where its own TLS needed one. */
    private void tellOfKey() {
        controller.session().settled().view().changes().stream()
                .filter(Event.Action.class::isInstance)
                .map(Event.Action.class::cast)
                .filter(action -> action.name().startsWith("key."))
                .reduce((a, b) -> b)
                .ifPresent(action -> out.printf("  key         %s%n", action.detail()));
    }

    /**
     * In TLS 1.3 the client has finished before the server has judged its certificate: the refusal comes once the handshake has been
     * told as done.
     */
    private Optional<String> refusedAfterwards() {
        Optional<String> refusal = controller.session().settled().view().conversations().values().stream()
                .reduce((a, b) -> a.socket() > b.socket() ? a : b)
                .filter(tls -> tls.result() == TlsConversation.Result.FAILED && tls.isTls13())
                .map(tls -> tls.alert()
                                .map(alert -> "The " + (alert.direction() == Direction.RX ? "server" : "client")
                                        + " ended the connection with " + (alert.isFatal() ? "fatal " : "")
                                        + AlertDescription.name(alert.description()) + " (" + alert.description() + ")")
                                .orElse("The connection ended")
                        + " when the client's part of the handshake was done"
                        + tls.alert()
                                .map(alert -> ": " + AlertDescription.meaning(alert.description()))
                                .orElse("")
                        + ".");
        refusal.ifPresent(why -> out.printf("  FAIL TLS           %s%n", why));
        return refusal;
    }

    /**
     * Makes a connection that ends after its handshake, then the session, which takes up its TLS session. Says how that went.
     *
     * @return nothing where all went well, else what failed, in one sentence; a session that was not taken up is no failure
     * @throws BadInputException if something given cannot be used
     */
    Optional<String> runResumed(ConnectionProfile profile, Plan plan) {
        Optional<String> first =
                run(profile.withMqtt(Optional.empty()), new Plan(List.of(), List.of(), Optional.empty(), false));
        if (first.isPresent()) {
            return first;
        }
        out.println("  the first handshake is over; now the one that takes it up");
        forget();
        Optional<String> second = run(profile, plan);
        Optional<TlsConversation> conversation = controller.session().settled().view().conversations().values().stream()
                .findFirst();
        out.println("  "
                + conversation
                        .flatMap(TlsConversation::resumption)
                        .map(by -> "resumed by " + by.title() + ": no certificate crossed")
                        .orElse("not resumed: the server gave the first session nothing to take it up by, or chose a"
                                + " new one"));
        return second;
    }

    private Optional<String> act(Plan plan, Duration limit) throws ExecutionException, InterruptedException {
        for (String filter : plan.subscribe()) {
            controller.subscribe(filter, 1).get();
            out.printf("  subscribed  %s%n", filter);
        }
        for (Message message : plan.publish()) {
            controller
                    .publish(message.topic(), Bytes.utf8(message.text()), 1, false)
                    .get();
            out.printf("  published   %s = %s%n", message.topic(), message.text());
        }
        Session session = controller.session();
        if (plan.expect().isPresent()) {
            Message expected = plan.expect().get();
            if (session.await(view -> arrived(view, expected), limit).isEmpty()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                return Optional.of("The message " + expected.topic() + " = " + expected.text()
                        + " did not arrive within " + limit.toSeconds() + " s.");
            }
            out.printf("  received    %s = %s%n", expected.topic(), expected.text());
        } else if (plan.listen()) {
            out.printf("  listening for %d s; Ctrl-C ends%n", limit.toSeconds());
            out.flush();
            Optional<String> ended = session.await(
                            view -> !view.live()
                                    || (plan.untilLost() && lost(view).isPresent()),
                            limit)
                    .flatMap(snapshot -> lost(snapshot.view()));
            if (plan.untilLost()) {
                return ended.or(
                        () -> Optional.of("The host did not come to its end within " + limit.toSeconds() + " s."));
            }
            if (Thread.interrupted()) {
                out.println("  interrupted; closing in good order");
            }
        }
        out.flush();
        return Optional.empty();
    }

    private static Optional<String> lost(CaseView view) {
        return view.changes().stream()
                .filter(event ->
                        event instanceof Event.LinkChange change && change.state() == Event.LinkChange.State.LOST)
                .map(event -> ((Event.LinkChange) event).detail())
                .findFirst();
    }

    private static boolean arrived(CaseView view, Message expected) {
        return view.packets().values().stream()
                .flatMap(List::stream)
                .anyMatch(packet -> packet.type() == MqttPacketType.PUBLISH
                        && packet.direction() == Direction.RX
                        && packet.topic().equals(expected.topic())
                        && packet.payload().utf8().equals(expected.text()));
    }

    private void end() {
        try {
            controller.disconnect().get();
        } catch (ExecutionException e) {
            out.println("  " + failure(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String failure(ExecutionException e) {
        return switch (e.getCause()) {
            case SessionException s when s.kind() == SessionException.Kind.INPUT -> throw new BadInputException(s);
            case SessionException s -> String.valueOf(s.getMessage());
            case null, default -> throw new IllegalStateException(e);
        };
    }

    private synchronized void forget() {
        told.clear();
    }

    /** Says each step once, when it is over. */
    private synchronized void tell() {
        for (Step step : controller.state().steps()) {
            boolean over = step.status() == Step.Status.DONE
                    || step.status() == Step.Status.FAILED
                    || step.status() == Step.Status.SKIPPED;
            if (over && told.add(step.name())) {
                out.printf(
                        Locale.ROOT,
                        "  %-4s %-13s %7.3f s  %s%n",
                        word(step.status()),
                        step.name(),
                        Math.max(0, step.nanos()) / 1e9,
                        step.value());
                out.flush();
            }
        }
    }

    private static String word(Step.Status status) {
        return switch (status) {
            case DONE -> "ok";
            case FAILED -> "FAIL";
            case SKIPPED -> "skip";
            case WAITING -> "wait";
            case RUNNING -> "run";
        };
    }

    /** Writes the usual files beside the session file. */
    static void write(Snapshot snapshot, Session session, Path folder, boolean keyLog) {
        ExportOptions options = ExportOptions.of("session.parley")
                .withRedaction(Redaction.off())
                .withSecrets(keyLog);
        try {
            Exports.write(ExportFormat.PCAPNG, snapshot, session.journal(), folder.resolve("session.pcapng"), options);
            if (keyLog) {
                Exports.write(
                        ExportFormat.KEYLOG, snapshot, session.journal(), folder.resolve("session.keylog"), options);
            }
            Exports.write(ExportFormat.HTML, snapshot, session.journal(), folder.resolve("report.html"), options);
        } catch (ExportException e) {
            throw new BadInputException(e);
        }
    }
}
