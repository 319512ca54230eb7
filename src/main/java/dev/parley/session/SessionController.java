package dev.parley.session;

import dev.parley.journal.Bytes;
import dev.parley.journal.Place;
import dev.parley.mqtt.client.MessageProperties;
import dev.parley.mqtt.client.Subscription;
import dev.parley.session.snippet.Snippet;
import dev.parley.session.snippet.SnippetRun;
import dev.parley.tls.client.Breakpoint;
import dev.parley.tls.client.Goodbye;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The only one who drives: link, bring-up, socket, TLS and MQTT, one connection at a time.
 *
 * <p>Every method returns at once and may be called from any thread; the work is done on the session's own threads. A future
 * fails with a {@link SessionException} whose message is one sentence for the operator.
 */
public interface SessionController extends AutoCloseable {
    /** The present session; a new one begins with every {@link #connect}. */
    Session session();

    ControllerState state();

    /** Calls {@code observer} on a session thread after every change of {@link #state()} or {@link #session()}. */
    void observe(Consumer<ControllerState> observer);

    /** Goes all the way up; done when the profile's last layer is ready. */
    CompletableFuture<Void> connect(ConnectionProfile profile, ControllerState.Level level);

    /**
     * Opens the profile's link and stops there: nothing is sent to the modem but what the operator or a snippet sends. Done when the
     * link is open.
     */
    CompletableFuture<Void> attach(ConnectionProfile profile);

    /** The name of the one step a tap has. */
    String TAP_STEP = "Tap";

    /**
     * Taps a host and its modem: the session is then theirs, and nothing can be sent. {@link #disconnect} ends it, and so does a side
     * that is gone for good. Done when both sides are open.
     */
    CompletableFuture<Void> tap(Tapping.Plan plan);

    /** Lets a parked handshake go on to its next stop. */
    void step();

    /** Sets how far one release goes; {@code RUN} lets a parked handshake go on. */
    void level(ControllerState.Level level);

    /** Where a handshake stops whatever its level is: this one, if one is under way, and those to come. */
    void breakpoints(Set<Breakpoint> breakpoints);

    /**
     * Gives up what is under way and closes.
     *
     * @param how what the server is still told; a connection that is ready is taken down without a word, or with DISCONNECT and
     *     close_notify
     */
    void abort(Goodbye how);

    /** Gives up what is under way, closes, and tells the server nothing. */
    default void abort() {
        abort(Goodbye.NOTHING);
    }

    /** Sends an AT command line of the operator's (without CR); done with its final result's line. */
    CompletableFuture<String> command(String line);

    /**
     * Ends the wait for an answer that does not come and says {@code AT} until the modem answers.
     *
     * @return done when the modem answers in step again
     */
    CompletableFuture<Void> resynchronise();

    /**
     * Resynchronises and does again what the modem did not answer: an operator's command is sent once more, a way up that
     * failed on it is gone again in the same session.
     */
    CompletableFuture<Void> retry();

    /**
     * Restarts the modem ({@code AT+CFUN=1,1}); done when it answers again. Its sockets are gone: connect anew.
     */
    CompletableFuture<Void> resetModem();

    /**
     * While {@code on}, Parley writes nothing of its own to the link; what the operator types is still sent. A connection that
     * needs to write meanwhile fails and says so. Holds for later connections too.
     */
    void listenOnly(boolean on);

    /** Puts the modem's settings back to what Parley found ({@link ControllerState#changedSettings()}), last change first. */
    CompletableFuture<Void> restoreSettings();

    /**
     * Runs a snippet; the modem is free for others between its steps. The journal has an action for its beginning, for each step's
     * verdict and for its end. Cancelling the future gives the run up before its next step.
     *
     * @param variables values of the snippet's variables, by name
     * @return done with the outcome, also where steps failed; fails where the snippet cannot be run: no modem, a variable missing
     */
    CompletableFuture<SnippetRun.Outcome> run(
            Snippet snippet, Map<String, String> variables, SnippetRun.Observer observer);

    /**
     * Does something with the modem's files.
     *
     * @return the files afterwards; empty but for {@link ModemFilesJob.Listing}
     */
    default CompletableFuture<List<ModemFilesJob.StoredFile>> modemFiles(ModemFilesJob job) {
        return CompletableFuture.failedFuture(
                new SessionException(SessionException.Kind.FAILED, "There is no modem whose files could be seen."));
    }

    /** Sets DTR and RTS of an open serial port; the journal shows what the lines are afterwards. */
    CompletableFuture<Void> lines(boolean dtr, boolean rts);

    /** Puts a remark or bookmark of the operator into the journal, about this moment. */
    default CompletableFuture<Void> note(String text) {
        return note(text, Optional.empty());
    }

    /**
     * Puts a remark or bookmark into the journal.
     *
     * @param text may be empty for a bare bookmark
     * @param place the bytes it is about, or nothing
     */
    CompletableFuture<Void> note(String text, Optional<Place> place);

    CompletableFuture<Void> subscribe(String filter, int qos);

    /** Subscribes to several filters in one SUBSCRIBE; they are subscribed to again after a reconnect without a session. */
    CompletableFuture<Void> subscribe(List<Subscription> subscriptions);

    CompletableFuture<Void> unsubscribe(String filter);

    CompletableFuture<Void> publish(String topic, Bytes payload, int qos, boolean retain);

    /** Publishes with what only MQTT 5 can say about a message. */
    CompletableFuture<Void> publish(String topic, Bytes payload, int qos, boolean retain, MessageProperties properties);

    /** Disconnects in good order: MQTT, TLS, socket, link. */
    CompletableFuture<Void> disconnect();

    @Override
    void close();
}
