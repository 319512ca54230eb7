package dev.parley.ui;

import dev.parley.journal.Bytes;
import dev.parley.journal.Place;
import dev.parley.mqtt.client.MessageProperties;
import dev.parley.mqtt.client.Subscription;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.Session;
import dev.parley.session.SessionController;
import dev.parley.session.SessionException;
import dev.parley.session.Tapping;
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

/** A controller for looking only: the session is over, and nothing can be driven. */
final class Spectator implements SessionController {
    private final Session session;
    private final ControllerState state;

    Spectator(Session session, ControllerState state) {
        this.session = session;
        this.state = state;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public ControllerState state() {
        return state;
    }

    @Override
    public void observe(Consumer<ControllerState> observer) {
        // Its state never changes.
    }

    @Override
    public CompletableFuture<Void> connect(ConnectionProfile profile, ControllerState.Level level) {
        return refused();
    }

    @Override
    public CompletableFuture<Void> attach(ConnectionProfile profile) {
        return refused();
    }

    @Override
    public CompletableFuture<Void> tap(Tapping.Plan plan) {
        return refused();
    }

    @Override
    public void step() {
        // It is parked nowhere.
    }

    @Override
    public void level(ControllerState.Level level) {
        // It is parked nowhere.
    }

    @Override
    public void breakpoints(Set<Breakpoint> breakpoints) {
        // It is parked nowhere.
    }

    @Override
    public void abort(Goodbye how) {
        // Nothing is under way.
    }

    @Override
    public CompletableFuture<String> command(String line) {
        return refused();
    }

    @Override
    public CompletableFuture<Void> resynchronise() {
        return refused();
    }

    @Override
    public CompletableFuture<Void> retry() {
        return refused();
    }

    @Override
    public CompletableFuture<Void> resetModem() {
        return refused();
    }

    @Override
    public void listenOnly(boolean on) {
        // It writes nothing anyway.
    }

    @Override
    public CompletableFuture<Void> restoreSettings() {
        return refused();
    }

    @Override
    public CompletableFuture<SnippetRun.Outcome> run(
            Snippet snippet, Map<String, String> variables, SnippetRun.Observer observer) {
        return refused();
    }

    @Override
    public CompletableFuture<Void> lines(boolean dtr, boolean rts) {
        return refused();
    }

    @Override
    public CompletableFuture<Void> note(String text, Optional<Place> place) {
        return refused();
    }

    @Override
    public CompletableFuture<Void> subscribe(String filter, int qos) {
        return refused();
    }

    @Override
    public CompletableFuture<Void> subscribe(List<Subscription> subscriptions) {
        return refused();
    }

    @Override
    public CompletableFuture<Void> unsubscribe(String filter) {
        return refused();
    }

    @Override
    public CompletableFuture<Void> publish(String topic, Bytes payload, int qos, boolean retain) {
        return refused();
    }

    @Override
    public CompletableFuture<Void> publish(
            String topic, Bytes payload, int qos, boolean retain, MessageProperties properties) {
        return refused();
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        // It holds nothing open.
    }

    private static <T> CompletableFuture<T> refused() {
        return CompletableFuture.failedFuture(new SessionException(
                SessionException.Kind.INPUT,
                "this session is over and can only be looked at; connect anew to drive one"));
    }
}
