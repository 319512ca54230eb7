package dev.parley.export;

import dev.parley.doctor.CaseView;
import dev.parley.journal.Bytes;
import java.security.SecureRandom;

/**
 * The choice to replace identifying values in exports, and the salt that makes the pseudonyms. Immutable.
 *
 * <p>Replaced, wherever an export shows text:
 *
 * <ul>
 *   <li>runs of 14 to 20 digits (IMEI, IMEISV, IMSI, ICCID with or without its closing F): {@code id-…}
 *   <li>phone numbers with a leading +, and the numbers {@code AT+CNUM} answers: {@code phone-…}
 *   <li>IPv4 addresses, IPv6 addresses and the modem's dotted form of them: {@code ip-…}; loopback and unspecified addresses
 *       name nobody and stay
 *   <li>user names and passwords of {@code +QICSGP}, {@code +CGAUTH}, {@code +QMTCONN}, {@code +QFTPCFG}, PINs and facility
 *       passwords of {@code +CPIN}, {@code +CLCK}, {@code +CPWD}: {@code credential-…}; those of four characters and more
 *       (eight if all are digits) also wherever else they are shown, but
 *       in Parley's own sentences only if they hold more than letters
 * </ul>
 *
 * <p>User name and password of an MQTT CONNECT that can be read are credentials, too. With {@link #hidingNames} the endpoint's
 * host name, the server name in TLS and MQTT client identifiers are replaced: {@code name-…}.
 *
 * <p>Not replaced: the APN's name, MQTT topics, cell identities, and names in certificates, unless one of the values above stands in
 * them. Payload is not shown in redacted text at all. In pcapng those of the values that the session's AT lines and MQTT packets
 * tell are overwritten in the payload, length for length; see {@link SessionPcapng}.
 *
 * <p>The same value has the same pseudonym in all that is exported with the same salt; without the salt a pseudonym cannot be
 * led back to its value. The salt is written nowhere.
 */
public final class Redaction {
    private static final Redaction OFF = new Redaction(Bytes.empty(), false);

    private final Bytes salt;
    private final boolean names;

    private Redaction(Bytes salt, boolean names) {
        this.salt = salt;
        this.names = names;
    }

    /** Everything is shown as it is. */
    public static Redaction off() {
        return OFF;
    }

    /** Pseudonyms from a salt that is made now and kept with this object only. */
    public static Redaction fresh() {
        byte[] salt = new byte[32];
        new SecureRandom().nextBytes(salt);
        return new Redaction(Bytes.wrap(salt), false);
    }

    /**
     * Pseudonyms from a given salt, so that files exported at different times agree.
     *
     * @throws IllegalArgumentException if the salt is empty
     */
    public static Redaction salted(Bytes salt) {
        if (salt.isEmpty()) {
            throw new IllegalArgumentException("an empty salt hides nothing");
        }
        return new Redaction(salt, false);
    }

    /** The same, with the endpoint's name, the server name in TLS and MQTT client identifiers replaced, too. */
    public Redaction hidingNames() {
        return new Redaction(salt, isOn());
    }

    public boolean isOn() {
        return !salt.isEmpty();
    }

    /** The redactor for one session: it knows the credentials and numbers that the session's AT traffic tells. */
    public Redactor of(CaseView view) {
        return isOn() ? Redactor.of(salt, view, names) : Redactor.off();
    }

    /** Without the salt. */
    @Override
    public String toString() {
        return isOn() ? "redacted" : "not redacted";
    }
}
