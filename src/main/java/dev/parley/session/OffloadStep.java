package dev.parley.session;

import dev.parley.journal.Journal;
import dev.parley.modem.Modem;
import dev.parley.modem.ModemException;
import dev.parley.modem.ModemTlsChannel;
import dev.parley.modem.SocketRequest;
import dev.parley.session.ControllerState.Phase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection over the modem's own TLS, and maybe its own MQTT, with the profile's certificates. */
final class OffloadStep {
    static final String CERTIFICATES = "Certificates";
    static final String TLS = "Modem's TLS";

    private final ConnectionProfile profile;
    private final Modem modem;
    private final Journal journal;
    private final WayUp wayUp;
    private volatile @Nullable ModemTlsChannel channel;
    private volatile boolean keyIsInModem;

    OffloadStep(ConnectionProfile profile, Modem modem, WayUp wayUp) {
        this.profile = profile;
        this.modem = modem;
        this.journal = modem.link().journal();
        this.wayUp = wayUp;
    }

    /** The names of the steps with this profile. */
    static List<String> steps(ConnectionProfile profile) {
        List<String> names = new ArrayList<>();
        if (profile.tls().isPresent()) {
            names.add(CERTIFICATES);
        }
        if (profile.stack() == Stack.MODEM_TLS) {
            names.add(TLS);
        }
        return names;
    }

    /** Says what of the profile this stack cannot do: what was asked for and is not done must not look as if it were. */
    void tellWhatIsNotTaken() {
        List<String> dropped = profile.stack().leavesOut(profile);
        if (!dropped.isEmpty()) {
            journal.action("stack.not-taken", profile.stack().title() + ": " + String.join("; ", dropped));
        }
    }

    /** Brings the certificates in and sets up the modem's TLS, where the profile has TLS. */
    void certificates() throws IOException {
        if (profile.tls().isEmpty()) {
            return;
        }
        ConnectionProfile.Tls tls = profile.tls().get();
        wayUp.phase(Phase.OPENING);
        wayUp.start(CERTIFICATES);
        keyIsInModem |= tls.key().isPresent();
        wayUp.done(CERTIFICATES, ModemCredentials.install(modem, tls));
    }

    /** Opens the connection through the modem's TLS. */
    ModemTlsChannel open(SocketRequest request) throws ModemException {
        wayUp.phase(Phase.HANDSHAKING);
        wayUp.start(TLS);
        ModemTlsChannel opened = ModemTlsChannel.open(modem, request, ModemCredentials.TLS_CONTEXT);
        channel = opened;
        wayUp.done(TLS, profile.host() + ":" + profile.port() + ", the modem shook hands");
        return opened;
    }

    /** What a connection had that is gone. */
    void forget() {
        channel = null;
    }

    void close() {
        ModemTlsChannel open = channel;
        if (open != null) {
            open.close();
        }
    }

    /** The private key does not stay in the modem, unless it is to. Never throws: the journal says what came of it. */
    void removeKey() {
        if (!keyIsInModem) {
            return;
        }
        if (profile.keepModemKey()) {
            journal.action("key.kept", ModemCredentials.KEY + " stays in the modem, as asked for");
            return;
        }
        try {
            ModemCredentials.deleteKey(modem);
            keyIsInModem = false;
            journal.action("key.deleted", ModemCredentials.KEY + " is no longer in the modem (AT+QFDEL)");
        } catch (ModemException e) {
            journal.action(
                    "key.not-deleted",
                    ModemCredentials.KEY + " is still in the modem, delete it with AT+QFDEL=\"" + ModemCredentials.KEY
                            + "\": " + e.getMessage());
        }
    }
}
