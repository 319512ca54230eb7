package dev.parley.ui.experiments;

import dev.parley.session.ConnectionProfile;
import dev.parley.tls.ClientOffer;
import java.util.ArrayList;
import java.util.List;
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

    private final StringProperty fragment = new SimpleStringProperty("");
    private final BooleanProperty oneSend = new SimpleBooleanProperty();
    private final StringProperty delay = new SimpleStringProperty("");
    private final ObjectProperty<String> delayed = new SimpleObjectProperty<>("Certificate");
    private final StringProperty chunk = new SimpleStringProperty("");
    private final ObjectProperty<Choices.OneByte> oneByte = new SimpleObjectProperty<>(Choices.OneByte.NOTHING);
    private final StringProperty byteNumber = new SimpleStringProperty("");
    private final ObjectProperty<String> byteMessage = new SimpleObjectProperty<>("Certificate");
    private final ObjectProperty<Choices.Identity> identity = new SimpleObjectProperty<>(Choices.Identity.AS_USUAL);
    private final StringProperty certificate = new SimpleStringProperty("");
    private final StringProperty key = new SimpleStringProperty("");
    private final BooleanProperty noServerName = new SimpleBooleanProperty();
    private final ObjectProperty<String> fragmentLength = new SimpleObjectProperty<>("not offered");
    private final BooleanProperty ignoreFragmentLength = new SimpleBooleanProperty();
    private final ObjectProperty<Choices.Versions> versions = new SimpleObjectProperty<>(Choices.Versions.AS_USUAL);
    private final ObjectProperty<Choices.Suites> suites = new SimpleObjectProperty<>(Choices.Suites.AS_USUAL);
    private final ObjectProperty<Choices.Curves> curves = new SimpleObjectProperty<>(Choices.Curves.AS_USUAL);

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

    public ObjectProperty<Choices.OneByte> oneByte() {
        return oneByte;
    }

    /** The number of the byte in its message's record, from 1, as typed. */
    public StringProperty byteNumber() {
        return byteNumber;
    }

    public ObjectProperty<String> byteMessage() {
        return byteMessage;
    }

    public ObjectProperty<Choices.Identity> identity() {
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

    /** The max_fragment_length that is offered; nothing where none is. */
    OptionalInt offeredFragmentLength() {
        return ClientOffer.MAX_FRAGMENT_LENGTHS.stream()
                .mapToInt(Integer::intValue)
                .filter(length -> Integer.toString(length).equals(fragmentLength.get()))
                .findFirst();
    }

    /** True: an agreed max_fragment_length is not obeyed. */
    public BooleanProperty ignoreFragmentLength() {
        return ignoreFragmentLength;
    }

    public ObjectProperty<Choices.Versions> versions() {
        return versions;
    }

    public ObjectProperty<Choices.Suites> suites() {
        return suites;
    }

    public ObjectProperty<Choices.Curves> curves() {
        return curves;
    }

    /** Puts every field back to "as usual". */
    public void reset() {
        fragment.set("");
        oneSend.set(false);
        delay.set("");
        chunk.set("");
        oneByte.set(Choices.OneByte.NOTHING);
        byteNumber.set("");
        identity.set(Choices.Identity.AS_USUAL);
        noServerName.set(false);
        fragmentLength.set("not offered");
        ignoreFragmentLength.set(false);
        versions.set(Choices.Versions.AS_USUAL);
        suites.set(Choices.Suites.AS_USUAL);
        curves.set(Choices.Curves.AS_USUAL);
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
        return new Trial(this).on(profile, profile.tls().get());
    }

    /** What is tried, each in words; empty where everything is as usual. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        if (versions.get() != Choices.Versions.AS_USUAL) {
            words.add(versions.get().toString());
        }
        if (suites.get() != Choices.Suites.AS_USUAL) {
            words.add(suites.get().toString());
        }
        if (curves.get() != Choices.Curves.AS_USUAL) {
            words.add(curves.get().toString());
        }
        if (offeredFragmentLength().isPresent()) {
            words.add(
                    "max_fragment_length " + fragmentLength.get() + (ignoreFragmentLength.get() ? ", not obeyed" : ""));
        }
        if (noServerName.get()) {
            words.add("no server name");
        }
        if (identity.get() != Choices.Identity.AS_USUAL) {
            words.add(identity.get() == Choices.Identity.NONE ? "no certificate" : "certificate " + certificate.get());
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
        if (oneByte.get() != Choices.OneByte.NOTHING) {
            words.add("byte " + byteNumber.get().strip() + " of " + byteMessage.get() + " " + oneByte.get());
        }
        return List.copyOf(words);
    }
}
