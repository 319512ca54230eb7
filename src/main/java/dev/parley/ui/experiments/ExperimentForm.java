package dev.parley.ui.experiments;

import dev.parley.session.ConnectionProfile;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.client.Experiments;
import dev.parley.tls.client.Experiments.ByteChange;
import dev.parley.tls.client.Experiments.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * An experiment as it is being put together: text as typed, and what it makes of a connection's profile. Where a field is left
 * alone, the profile stays as it is. No toolkit.
 */
public final class ExperimentForm {
    /** Which versions the client offers. */
    public enum Versions {
        AS_USUAL("as usual", List.of()),
        TLS_1_2("TLS 1.2 only", List.of(ClientOffer.TLS_1_2)),
        TLS_1_3("TLS 1.3 only", List.of(ClientOffer.TLS_1_3)),
        BOTH("TLS 1.3 and 1.2", List.of(ClientOffer.TLS_1_3, ClientOffer.TLS_1_2));

        private final String words;
        private final List<Integer> numbers;

        Versions(String words, List<Integer> numbers) {
            this.words = words;
            this.numbers = numbers;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Which cipher suites the client offers; numbers of IANA's registry "TLS Cipher Suites". */
    public enum Suites {
        AS_USUAL("as usual", List.of()),
        AES_128_GCM("AES-128-GCM only", List.of(0x1301, 0xc02b, 0xc02f)),
        AES_256_GCM("AES-256-GCM only", List.of(0x1302, 0xc02c, 0xc030)),
        CHACHA20("ChaCha20-Poly1305 only", List.of(0x1303, 0xcca9, 0xcca8)),
        CBC("CBC only", List.of(0xc023, 0xc027, 0xc024, 0xc028, 0xc009, 0xc013, 0xc00a, 0xc014));

        private final String words;
        private final List<Integer> numbers;

        Suites(String words, List<Integer> numbers) {
            this.words = words;
            this.numbers = numbers;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Which curves the client offers; numbers of IANA's registry "TLS Supported Groups". */
    public enum Curves {
        AS_USUAL("as usual", List.of()),
        P_256("P-256 only", List.of(0x0017)),
        P_384("P-384 only", List.of(0x0018)),
        P_521("P-521 only", List.of(0x0019)),
        X25519("x25519 only", List.of(0x001d)),
        X25519_FIRST("x25519, then P-256", List.of(0x001d, 0x0017));

        private final String words;
        private final List<Integer> numbers;

        Curves(String words, List<Integer> numbers) {
            this.words = words;
            this.numbers = numbers;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Which certificate the client shows. */
    public enum Identity {
        AS_USUAL("as usual"),
        NONE("no certificate"),
        OTHER("another one");

        private final String words;

        Identity(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** What becomes of one byte. */
    public enum OneByte {
        NOTHING("nothing"),
        FLIP("flipped"),
        DROP("dropped");

        private final String words;

        OneByte(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Why the form makes no experiment; the message says what to put in. */
    public static final class InvalidExperimentException extends Exception {
        private static final long serialVersionUID = 1L;

        public InvalidExperimentException(String message) {
            super(message);
        }
    }

    /** The client's messages, by their titles. */
    public static final List<String> MESSAGES = List.of(
            "ClientHello", "Certificate", "ClientKeyExchange", "CertificateVerify", "ChangeCipherSpec", "Finished");

    private static final int LARGEST_CHUNK = 1460;

    private final StringProperty fragment = new SimpleStringProperty("");
    private final BooleanProperty oneSend = new SimpleBooleanProperty();
    private final StringProperty delay = new SimpleStringProperty("");
    private final ObjectProperty<String> delayed = new SimpleObjectProperty<>("Certificate");
    private final StringProperty chunk = new SimpleStringProperty("");
    private final ObjectProperty<OneByte> oneByte = new SimpleObjectProperty<>(OneByte.NOTHING);
    private final StringProperty byteNumber = new SimpleStringProperty("");
    private final ObjectProperty<String> byteMessage = new SimpleObjectProperty<>("Certificate");
    private final ObjectProperty<Identity> identity = new SimpleObjectProperty<>(Identity.AS_USUAL);
    private final StringProperty certificate = new SimpleStringProperty("");
    private final StringProperty key = new SimpleStringProperty("");
    private final BooleanProperty noServerName = new SimpleBooleanProperty();
    private final ObjectProperty<String> fragmentLength = new SimpleObjectProperty<>("not offered");
    private final BooleanProperty ignoreFragmentLength = new SimpleBooleanProperty();
    private final ObjectProperty<Versions> versions = new SimpleObjectProperty<>(Versions.AS_USUAL);
    private final ObjectProperty<Suites> suites = new SimpleObjectProperty<>(Suites.AS_USUAL);
    private final ObjectProperty<Curves> curves = new SimpleObjectProperty<>(Curves.AS_USUAL);

    /** What a record carries at most, as typed; empty: a message a record. */
    public StringProperty fragment() {
        return fragment;
    }

    /** True: the flight leaves in one send. */
    public BooleanProperty oneSend() {
        return oneSend;
    }

    /** Milliseconds a message is held back, as typed; empty for none. */
    public StringProperty delay() {
        return delay;
    }

    /** The message that is held back. */
    public ObjectProperty<String> delayed() {
        return delayed;
    }

    /** Bytes a send carries at most, as typed; empty: the profile's. */
    public StringProperty chunk() {
        return chunk;
    }

    public ObjectProperty<OneByte> oneByte() {
        return oneByte;
    }

    /** The number of the byte in its message's record, from 1, as typed. */
    public StringProperty byteNumber() {
        return byteNumber;
    }

    public ObjectProperty<String> byteMessage() {
        return byteMessage;
    }

    public ObjectProperty<Identity> identity() {
        return identity;
    }

    /** The other certificate's file. */
    public StringProperty certificate() {
        return certificate;
    }

    /** The other certificate's key file. */
    public StringProperty key() {
        return key;
    }

    /** True: no server name is sent. */
    public BooleanProperty noServerName() {
        return noServerName;
    }

    /** {@code not offered}, or 512, 1024, 2048, 4096. */
    public ObjectProperty<String> fragmentLength() {
        return fragmentLength;
    }

    /** True: an agreed max_fragment_length is not obeyed. */
    public BooleanProperty ignoreFragmentLength() {
        return ignoreFragmentLength;
    }

    public ObjectProperty<Versions> versions() {
        return versions;
    }

    public ObjectProperty<Suites> suites() {
        return suites;
    }

    public ObjectProperty<Curves> curves() {
        return curves;
    }

    /** Puts every field back to "as usual". */
    public void reset() {
        fragment.set("");
        oneSend.set(false);
        delay.set("");
        chunk.set("");
        oneByte.set(OneByte.NOTHING);
        byteNumber.set("");
        identity.set(Identity.AS_USUAL);
        noServerName.set(false);
        fragmentLength.set("not offered");
        ignoreFragmentLength.set(false);
        versions.set(Versions.AS_USUAL);
        suites.set(Suites.AS_USUAL);
        curves.set(Curves.AS_USUAL);
    }

    /**
     * The profile with this experiment in it.
     *
     * @throws InvalidExperimentException if a field holds what cannot be, or the profile has no TLS to try things on
     */
    public ConnectionProfile on(ConnectionProfile profile) throws InvalidExperimentException {
        List<String> words = words();
        if (profile.tls().isEmpty()) {
            if (!words.isEmpty()) {
                throw new InvalidExperimentException(
                        "Experiments: this connection has no TLS to try anything on; switch Security on, or reset"
                                + " them");
            }
            return profile;
        }
        ConnectionProfile.Tls tls = profile.tls().get();
        Optional<Path> shown = tls.certificate();
        Optional<Path> its = tls.key();
        if (identity.get() == Identity.NONE) {
            shown = Optional.empty();
            its = Optional.empty();
        } else if (identity.get() == Identity.OTHER) {
            if (certificate.get().isBlank() || key.get().isBlank()) {
                throw new InvalidExperimentException(
                        "Experiments: the other certificate needs its file and its key's file");
            }
            shown = Optional.of(Path.of(certificate.get().strip()));
            its = Optional.of(Path.of(key.get().strip()));
        }
        ConnectionProfile.Tls tried = new ConnectionProfile.Tls(
                tls.ca(),
                shown,
                its,
                tls.sni(),
                tls.alpn(),
                tls.keyLog(),
                tls.readTimeout(),
                offer(tls.offer()),
                experiments(tls.experiments()),
                tls.mbedTls());
        ConnectionProfile result = profile.withTls(Optional.of(tried));
        return chunk.get().isBlank()
                ? result
                : result.withChunk(number("the bytes of a send", chunk.get(), 1, LARGEST_CHUNK));
    }

    private ClientOffer offer(ClientOffer usual) {
        ClientOffer offer = usual;
        if (versions.get() != Versions.AS_USUAL) {
            offer = offer.withVersions(versions.get().numbers);
            // The usual offer may have no suite of TLS 1.3.
            if (offer.offersTls13() && offer.suites().stream().noneMatch(ExperimentForm::isOfTls13)) {
                List<Integer> more = new ArrayList<>(List.of(0x1301, 0x1302, 0x1303));
                more.addAll(offer.suites());
                offer = offer.withSuites(more);
            }
        }
        if (suites.get() != Suites.AS_USUAL) {
            boolean tls13 = offer.offersTls13();
            boolean tls12 = offer.versions().contains(ClientOffer.TLS_1_2);
            offer = offer.withSuites(suites.get().numbers.stream()
                    .filter(number -> isOfTls13(number) ? tls13 : tls12 || !tls13)
                    .toList());
        }
        if (curves.get() != Curves.AS_USUAL) {
            offer = offer.withGroups(curves.get().numbers);
        }
        if (noServerName.get()) {
            offer = offer.withServerName(false);
        }
        return isFragmentLengthOffered()
                ? offer.withMaxFragmentLength(OptionalInt.of(Integer.parseInt(fragmentLength.get())))
                : offer;
    }

    private static boolean isOfTls13(int suite) {
        return suite >> 8 == 0x13;
    }

    private boolean isFragmentLengthOffered() {
        return ClientOffer.MAX_FRAGMENT_LENGTHS.stream()
                .anyMatch(length -> Integer.toString(length).equals(fragmentLength.get()));
    }

    private Experiments experiments(Experiments usual) throws InvalidExperimentException {
        Experiments experiments = usual;
        if (!fragment.get().isBlank()) {
            experiments = experiments.withFragmentAt(
                    OptionalInt.of(number("the bytes a record carries", fragment.get(), 1, Experiments.MOST_FRAGMENT)));
        }
        if (oneSend.get()) {
            experiments = experiments.withOneSend(true);
        }
        if (!delay.get().isBlank()) {
            experiments = experiments.withDelays(Map.of(
                    delayed.get(), Duration.ofMillis(number("the delay in milliseconds", delay.get(), 1, 600_000))));
        }
        if (oneByte.get() != OneByte.NOTHING) {
            experiments = experiments.withChanges(List.of(new ByteChange(
                    byteMessage.get(),
                    number("the byte's number in its message", byteNumber.get(), 1, 100_000),
                    oneByte.get() == OneByte.FLIP ? Change.FLIP : Change.DROP)));
        }
        return ignoreFragmentLength.get() ? experiments.withIgnoreMaxFragmentLength(true) : experiments;
    }

    private static int number(String what, String text, int least, int most) throws InvalidExperimentException {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw new InvalidExperimentException(
                    "Experiments: " + what + " is a number from " + least + " to " + most + ", not '" + text + "'");
        }
        throw new InvalidExperimentException(
                "Experiments: " + what + " is a number from " + least + " to " + most + ", not " + text.strip());
    }

    /** What is tried, each in words; empty where everything is as usual. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        if (versions.get() != Versions.AS_USUAL) {
            words.add(versions.get().words);
        }
        if (suites.get() != Suites.AS_USUAL) {
            words.add(suites.get().words);
        }
        if (curves.get() != Curves.AS_USUAL) {
            words.add(curves.get().words);
        }
        if (isFragmentLengthOffered()) {
            words.add(
                    "max_fragment_length " + fragmentLength.get() + (ignoreFragmentLength.get() ? ", not obeyed" : ""));
        }
        if (noServerName.get()) {
            words.add("no server name");
        }
        if (identity.get() != Identity.AS_USUAL) {
            words.add(identity.get() == Identity.NONE ? "no certificate" : "certificate " + certificate.get());
        }
        if (!fragment.get().isBlank()) {
            words.add("fragments of " + fragment.get().strip() + " B");
        }
        if (oneSend.get()) {
            words.add("one send a flight");
        }
        if (!chunk.get().isBlank()) {
            words.add("sends of " + chunk.get().strip() + " B");
        }
        if (!delay.get().isBlank()) {
            words.add(delay.get().strip() + " ms before " + delayed.get());
        }
        if (oneByte.get() != OneByte.NOTHING) {
            words.add("byte " + byteNumber.get().strip() + " of " + byteMessage.get() + " " + oneByte.get().words);
        }
        return List.copyOf(words);
    }
}
