package dev.parley.ui.sidebar;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.Stack;
import dev.parley.sim.Scenario;
import dev.parley.sim.ScenarioException;
import dev.parley.sim.Scenarios;
import dev.parley.socket.AccessMode;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.client.CredentialsReport;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The connection as it is being edited: text as typed, and the profile it makes, or what is wrong with it. No toolkit. */
public final class ProfileForm {
    /** Frame formats that modems use. */
    public static final java.util.List<String> FORMATS =
            java.util.List.of("8N1", "8E1", "8O1", "8N2", "7N1", "7E1", "7O1", "7N2");

    /** What an address means that does not say. */
    private static final java.util.Map<String, String> USUAL = java.util.Map.of(
            "databits", "8", "parity", "none", "stopbits", "1", "flow", "none", "dtr", "on", "rts", "on");

    private final ConnectionProfile base;
    private final StringProperty link = new SimpleStringProperty();
    private final StringProperty modem = new SimpleStringProperty("");
    private final BooleanProperty attach = new SimpleBooleanProperty();
    private final StringProperty apn = new SimpleStringProperty();
    private final StringProperty endpoint = new SimpleStringProperty();
    private final StringProperty ca = new SimpleStringProperty();
    private final StringProperty certificate = new SimpleStringProperty();
    private final StringProperty key = new SimpleStringProperty();
    private final ObjectProperty<AccessMode> accessMode = new SimpleObjectProperty<>();
    private final StringProperty chunk = new SimpleStringProperty();
    private final ObjectProperty<Stack> stack = new SimpleObjectProperty<>(Stack.HOST);
    private final BooleanProperty tls = new SimpleBooleanProperty();
    private final BooleanProperty keyLog = new SimpleBooleanProperty();
    private final BooleanProperty mqtt = new SimpleBooleanProperty();
    private final StringProperty clientId = new SimpleStringProperty();
    private final MqttDraft mqttDraft;
    private final FormHistory history;

    /** Why the form makes no profile; the message says what to put in. */
    public static final class InvalidFormException extends Exception {
        public InvalidFormException(String message) {
            super(message);
        }
    }

    /** A form that shows {@code base}; what the form has no field for is kept from it. */
    public ProfileForm(ConnectionProfile base) {
        this.base = base;
        mqttDraft = new MqttDraft(base.mqtt());
        link.set(base.link().toString());
        modem.set(base.modem());
        apn.set(base.apn());
        endpoint.set(base.host().isEmpty() ? "" : base.host() + ":" + base.port());
        ca.set(path(base.tls().flatMap(ConnectionProfile.Tls::ca)));
        certificate.set(path(base.tls().flatMap(ConnectionProfile.Tls::certificate)));
        key.set(path(base.tls().flatMap(ConnectionProfile.Tls::key)));
        accessMode.set(base.accessMode());
        chunk.set(Integer.toString(base.chunk()));
        stack.set(base.stack());
        tls.set(base.tls().isPresent());
        keyLog.set(base.tls().map(ConnectionProfile.Tls::keyLog).orElse(false));
        mqtt.set(base.mqtt().isPresent());
        clientId.set(base.mqtt().map(ConnectionProfile.Mqtt::clientId).orElse("parley"));
        history = new FormHistory(this::kept, this::put);
        texts().forEach((name, text) -> text.subscribe(value -> history.changed(name)));
        switches().forEach((name, on) -> on.subscribe(value -> history.changed(name)));
        accessMode.subscribe(mode -> history.changed("access-mode"));
        stack.subscribe(whose -> history.changed("stack"));
    }

    private static String path(Optional<Path> path) {
        return path.map(Path::toString).orElse("");
    }

    public StringProperty link() {
        return link;
    }

    public StringProperty apn() {
        return apn;
    }

    public StringProperty endpoint() {
        return endpoint;
    }

    public StringProperty ca() {
        return ca;
    }

    public StringProperty certificate() {
        return certificate;
    }

    public StringProperty key() {
        return key;
    }

    public ObjectProperty<AccessMode> accessMode() {
        return accessMode;
    }

    public StringProperty chunk() {
        return chunk;
    }

    /** Whose TLS and MQTT. */
    public ObjectProperty<Stack> stack() {
        return stack;
    }

    public BooleanProperty tls() {
        return tls;
    }

    /** True: the session's TLS secrets are kept in its file. */
    public BooleanProperty keyLog() {
        return keyLog;
    }

    public BooleanProperty mqtt() {
        return mqtt;
    }

    /** What CONNECT says besides. */
    MqttDraft mqttDraft() {
        return mqttDraft;
    }

    public StringProperty clientId() {
        return clientId;
    }

    /** A name of {@link ConnectionProfile#modems()}; empty to go by what the modem says. */
    public StringProperty modem() {
        return modem;
    }

    /** True: connecting opens the link and goes no further. */
    public BooleanProperty attach() {
        return attach;
    }

    /** True while the link is a serial port, also one whose name is still being typed. */
    public boolean isSerial() {
        return link.get().strip().startsWith("serial:");
    }

    /** True where the link is at {@code address}, whatever its options. */
    boolean isAt(String address) {
        return link.get().strip().split("\\?", 2)[0].equals(address.split("\\?", 2)[0]);
    }

    /** The value of an option in the link's address; {@code otherwise} where it does not say, or is no address yet. */
    public String option(String name, String otherwise) {
        try {
            return LinkAddress.parse(link.get().strip()).option(name, otherwise);
        } catch (LinkException beingTyped) {
            return otherwise;
        }
    }

    /** Puts an option into the link's address, or takes it out where {@code value} is empty or the usual one. */
    public void set(String name, String value) {
        try {
            String before = option(name, "");
            String kept = value.equals(USUAL.get(name)) ? "" : value;
            if (!before.equals(kept)) {
                link.set(LinkAddress.parse(link.get().strip())
                        .withOption(name, kept)
                        .toString());
            }
        } catch (LinkException beingTyped) {
            // The field itself says what is wrong with it.
            return;
        }
    }

    /** Data bits, parity and stop bits as they are usually written, for example {@code 8N1}. */
    public String format() {
        String parity = option("parity", "none").substring(0, 1).toUpperCase(java.util.Locale.ROOT);
        return option("databits", "8") + parity + option("stopbits", "1");
    }

    /** Sets data bits, parity and stop bits; {@code text} is one of {@link #FORMATS}. */
    public void format(String text) {
        set("databits", text.substring(0, 1));
        set(
                "parity",
                switch (text.charAt(1)) {
                    case 'E' -> "even";
                    case 'O' -> "odd";
                    default -> "none";
                });
        set("stopbits", text.substring(2));
    }

    /** True while the link is the built-in bench, whose scenario can be chosen. */
    public boolean isBench() {
        return link.get().startsWith("sim:");
    }

    /** The scenario in the link's address; empty for none, or where the link is no bench. */
    public String scenario() {
        return isBench() ? link.get().substring(4).split("\\?", 2)[0] : "";
    }

    /** Puts a scenario into the bench's address; the options after the question mark stay. */
    public void scenario(String name) {
        if (isBench()) {
            String[] parts = link.get().substring(4).split("\\?", 2);
            link.set("sim:" + name + (parts.length > 1 ? "?" + parts[1] : ""));
        }
    }

    /** The scenario the bench plays: that of the link's address, else the one without a fault. */
    public String practised() {
        return scenario().isEmpty() ? Scenarios.STANDARD : scenario();
    }

    /** Makes the link the built-in bench with that scenario. */
    public void practise(String name) {
        if (!isBench()) {
            link.set("sim:");
        }
        scenario(name);
    }

    /**
     * What stands in the form, by name, to be kept for the next run. The key log is not among it, nor MQTT's password: secrets are kept
     * only where they were asked for in this run.
     */
    public java.util.Map<String, String> kept() {
        java.util.Map<String, String> kept = new java.util.TreeMap<>();
        texts().forEach((name, text) -> kept.put(name, String.valueOf(text.get())));
        switches().forEach((name, on) -> kept.put(name, Boolean.toString(on.get())));
        kept.put("access-mode", accessMode.get().word());
        kept.put("stack", stack.get().word());
        return kept;
    }

    /** Begins with what was kept; what is missing, or makes no sense, stays as it is. */
    public void take(java.util.Map<String, String> kept) {
        put(kept);
        history.forget();
    }

    /** Puts in what was kept, as one change that can be taken back. The password that stands here is meant for another broker, and goes. */
    void choose(java.util.Map<String, String> kept) {
        history.together(() -> put(kept));
        mqttDraft.password.set("");
    }

    /** Takes the last change of the form back. */
    public void undo() {
        history.undo();
    }

    /** Whether there is a change to take back. */
    javafx.beans.property.ReadOnlyBooleanProperty canUndo() {
        return history.canUndo();
    }

    private void put(java.util.Map<String, String> kept) {
        texts().forEach((name, text) -> text.set(kept.getOrDefault(name, text.get())));
        switches()
                .forEach((name, on) ->
                        on.set(Boolean.parseBoolean(kept.getOrDefault(name, Boolean.toString(on.get())))));
        for (AccessMode mode : AccessMode.values()) {
            if (mode.word().equals(kept.get("access-mode"))) {
                accessMode.set(mode);
            }
        }
        Stack.of(kept.getOrDefault("stack", "")).ifPresent(stack::set);
    }

    private java.util.Map<String, StringProperty> texts() {
        java.util.Map<String, StringProperty> texts = new java.util.TreeMap<>(mqttDraft.texts());
        texts.putAll(java.util.Map.of(
                "link", link,
                "modem", modem,
                "apn", apn,
                "endpoint", endpoint,
                "ca", ca,
                "certificate", certificate,
                "key", key,
                "chunk", chunk,
                "client-id", clientId));
        return texts;
    }

    private java.util.Map<String, BooleanProperty> switches() {
        java.util.Map<String, BooleanProperty> switches = new java.util.TreeMap<>(mqttDraft.switches());
        switches.putAll(java.util.Map.of("tls", tls, "mqtt", mqtt, "console-only", attach));
        return switches;
    }

    /**
     * The profile as it stands.
     *
     * @throws InvalidFormException if a field holds what cannot be; the message names the field and what to put in
     */
    public ConnectionProfile profile() throws InvalidFormException {
        LinkAddress address;
        try {
            address = LinkAddress.parse(link.get().strip());
        } catch (LinkException e) {
            throw new InvalidFormException("Link: " + e.getMessage());
        }
        String text = endpoint.get().strip();
        int colon = text.lastIndexOf(':');
        if (colon <= 0 && !text.isEmpty()) {
            throw new InvalidFormException(
                    "Endpoint: write host:port, for example broker.example.com:8883, or nothing to"
                            + " stop when the modem is up");
        }
        int port = text.isEmpty() ? base.port() : number("Endpoint: the port", text.substring(colon + 1), 1, 65_535);
        int size = number("Chunk: the number of bytes a send", chunk.get(), 1, 1460);
        Optional<ConnectionProfile.Tls> secure = Optional.empty();
        if (tls.get()) {
            ConnectionProfile.Tls before = base.tls()
                    .orElseGet(() -> new ConnectionProfile.Tls(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            "",
                            List.of(),
                            false,
                            java.time.Duration.ofSeconds(30)));
            secure = Optional.of(new ConnectionProfile.Tls(
                    file("CA", ca.get()),
                    file("Certificate", certificate.get()).filter(_ -> isCertified()),
                    file("Key", key.get()).filter(_ -> isCertified()),
                    before.sni(),
                    before.alpn(),
                    keyLog.get(),
                    readTimeout(before.readTimeout()),
                    offer(before.offer()),
                    before.experiments()));
        }
        Optional<ConnectionProfile.Mqtt> messages = Optional.empty();
        if (mqtt.get()) {
            if (clientId.get().isBlank()) {
                throw new InvalidFormException("Client id: MQTT needs one, for example parley-1");
            }
            messages = Optional.of(mqttDraft.mqtt(clientId.get().strip()));
        }
        return new ConnectionProfile(
                base.name(),
                address,
                apn.get().strip(),
                text.isEmpty() ? "" : text.substring(0, colon),
                port,
                accessMode.get(),
                size,
                secure,
                messages,
                base.limit(),
                modem.get(),
                base.listenOnly(),
                base.restoreSettings(),
                stack.get(),
                base.keepModemKey());
    }

    /** What is asked for and the chosen stack cannot do; nothing where the form makes no profile. */
    List<String> notTaken() {
        try {
            ConnectionProfile made = profile();
            return made.stack().leavesOut(made);
        } catch (InvalidFormException e) {
            return List.of();
        }
    }

    /** What the check of the credentials is to look at; nothing where there is no TLS, or the form makes no profile. */
    public Optional<CredentialsReport.Subject> credentials() {
        try {
            ConnectionProfile made = profile();
            return made.tls()
                    .map(it -> new CredentialsReport.Subject(
                            it.ca(),
                            it.certificate(),
                            it.key(),
                            made.host().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(new CredentialsReport.Endpoint(
                                            made.host(), made.port(), it.sni(), it.alpn()))));
        } catch (InvalidFormException beingTyped) {
            // The field that is wrong says so itself.
            return Optional.empty();
        }
    }

    /** A scenario that is about what a client offers says what that is. */
    private ClientOffer offer(ClientOffer usual) {
        return inPlay().map(it -> it.offer(usual)).orElse(usual);
    }

    /** False where the scenario's host has no certificate to show. */
    private boolean isCertified() {
        return inPlay().map(it -> it.host().certified()).orElse(true);
    }

    /** A scenario that is about the host's own time-out says how long that is. */
    private java.time.Duration readTimeout(java.time.Duration usual) {
        return inPlay().map(it -> it.host().readTimeout()).orElse(usual);
    }

    /** The scenario of the library that the address names; one that is not there is told of where the link is opened. */
    private Optional<Scenario> inPlay() {
        try {
            return scenario().isEmpty() ? Optional.empty() : Optional.of(Scenarios.find(scenario()));
        } catch (ScenarioException unknown) {
            return Optional.empty();
        }
    }

    private static int number(String what, String text, int least, int most) throws InvalidFormException {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw new InvalidFormException(
                    what + " is a number from " + least + " to " + most + ", not '" + text + "'");
        }
        throw new InvalidFormException(what + " is a number from " + least + " to " + most + ", not " + text.strip());
    }

    private static Optional<Path> file(String what, String text) throws InvalidFormException {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.strip()));
        } catch (InvalidPathException e) {
            throw new InvalidFormException(what + ": '" + text + "' is no file name");
        }
    }
}
