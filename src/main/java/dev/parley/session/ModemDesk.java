package dev.parley.session;

import dev.parley.journal.Event;
import dev.parley.link.LinkException;
import dev.parley.modem.Modem;
import dev.parley.modem.ModemException;
import dev.parley.modem.NoAnswerException;
import dev.parley.modem.Reply;
import dev.parley.session.ControllerState.Phase;
import dev.parley.session.SessionException.Kind;
import dev.parley.session.snippet.Snippet;
import dev.parley.session.snippet.SnippetRun;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the operator asks of the modem by hand: commands, snippets, lines, and the ways out of a silence. */
final class ModemDesk {
    private final Supplier<Optional<Connection>> present;
    private final Threads threads;
    private final WayUp wayUp;
    /** The operator's last command, if the modem did not answer it. */
    private volatile @Nullable String unansweredLine;

    /** @param present the connection while there is one */
    ModemDesk(Supplier<Optional<Connection>> present, Threads threads, WayUp wayUp) {
        this.present = present;
        this.threads = threads;
        this.wayUp = wayUp;
    }

    /** Sends a line and tells its result. */
    CompletableFuture<String> command(String line) {
        return threads.call(() -> {
            Connection up = present.get()
                    .orElseThrow(() -> new SessionException(
                            Kind.FAILED, "There is no modem to send " + line + " to: connect first."));
            try {
                Reply reply = up.modem().send(line, up.modem().profile().limit(line), Event.Origin.OPERATOR);
                unansweredLine = null;
                return reply.resultText();
            } catch (NoAnswerException e) {
                unansweredLine = line;
                throw new SessionException(Kind.FAILED, e);
            } catch (ModemException e) {
                throw new SessionException(Kind.FAILED, e);
            }
        });
    }

    /** Goes on where a silence ended something: the way up, or the operator's own line. */
    CompletableFuture<Void> retry() {
        Optional<Connection> connection = present.get();
        if (connection.isEmpty()) {
            return withModem("retry on", modem -> {});
        }
        Connection up = connection.get();
        if (up.modem().isInterrupted()) {
            return CompletableFuture.failedFuture(new SessionException(
                    Kind.FAILED,
                    "The link is away and tried again by itself; plug it in, or disconnect to end the session."));
        }
        // Whoever waits in vain ends now: the way up has to be over before it can be gone again.
        up.modem().giveUp();
        if (wayUp.state().phase() == Phase.READY) {
            return withModem("retry on", modem -> {
                modem.resynchronise();
                Optional<String> line = Optional.ofNullable(unansweredLine);
                if (line.isPresent()) {
                    modem.send(line.get(), modem.profile().limit(line.get()), Event.Origin.OPERATOR);
                }
            });
        }
        return threads.inSession(() -> {
            try {
                up.modem().resynchronise();
                threads.watched(up.profile().limit(), up, up::ascendAgain);
                return null;
            } catch (ModemException e) {
                wayUp.fail(e.getMessage());
                throw new SessionException(Kind.FAILED, e);
            } catch (SessionException e) {
                wayUp.fail(String.valueOf(e.getMessage()));
                throw e;
            }
        });
    }

    /** Runs a snippet. */
    CompletableFuture<SnippetRun.Outcome> run(
            Snippet snippet, Map<String, String> variables, SnippetRun.Observer observer) {
        Optional<Connection> up = present.get();
        if (up.isEmpty()) {
            return CompletableFuture.failedFuture(new SessionException(
                    Kind.FAILED, "There is no modem to run " + snippet.name() + " on: connect first."));
        }
        SnippetPlayer player = new SnippetPlayer(up.get().modem(), snippet, observer);
        CompletableFuture<SnippetRun.Outcome> outcome = threads.call(() -> player.play(variables));
        CompletableFuture<SnippetRun.Outcome> _ = outcome.whenComplete((result, failure) -> player.stop());
        return outcome;
    }

    /** Sets the port's lines. */
    CompletableFuture<Void> lines(boolean dtr, boolean rts) {
        return threads.call(() -> {
            Connection up = present.get()
                    .orElseThrow(() -> new SessionException(
                            Kind.FAILED, "There is no port whose lines could be set: connect first."));
            try {
                up.modem().lines(dtr, rts);
                return null;
            } catch (LinkException | ModemException e) {
                throw new SessionException(Kind.FAILED, e);
            }
        });
    }

    /** Something done with the modem. */
    interface ModemCall {
        void on(Modem modem) throws ModemException;
    }

    /** @param what what is done, as in "There is no modem to ..." */
    CompletableFuture<Void> withModem(String what, ModemCall call) {
        return threads.call(() -> {
            Connection up = present.get()
                    .orElseThrow(() ->
                            new SessionException(Kind.FAILED, "There is no modem to " + what + ": connect first."));
            try {
                call.on(up.modem());
                return null;
            } catch (ModemException e) {
                throw new SessionException(Kind.FAILED, e);
            }
        });
    }
}
