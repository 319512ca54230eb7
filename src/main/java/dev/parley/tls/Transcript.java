package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.GrowingList;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * One reading of a socket's records: opens them with the secrets known and puts messages together.
 *
 * <p>When a secret comes late, the records are read once more into a new transcript; the old one is left to those who look at it.
 */
final class Transcript {
    /** A certificate chain of a dozen certificates fits; what is announced longer is a broken length. */
    private static final int LONGEST_MESSAGE = 256 * 1024;

    /** What comes first after ChangeCipherSpec: a header and twelve bytes of verify_data (RFC 5246 section 7.4.9). */
    private static final int FINISHED = 16;

    /** Who takes application data that can be read. */
    interface Output {
        void application(Direction direction, long offset, Bytes bytes, int record, long nanos);
    }

    /** One direction's protection and its handshake message in the making. */
    private static final class Side {
        private boolean encrypted;
        private Optional<RecordProtection> protection = Optional.empty();
        private Bytes trafficSecret = Bytes.empty();
        private long sequence;
        private int refused;
        private byte[] buffer = new byte[0];
        private int buffered;
        private final List<Integer> carriers = new ArrayList<>();
        private long startNanos;
        private boolean lost;
        private boolean unauthentic;
        private boolean fresh;
        private long applicationBytes;
        /** True while a TLS 1.3 client may be sending early data. */
        private boolean early;

        private Optional<EarlyKeys> earlyKeys = Optional.empty();
        /** What protects the client's records after its early data. */
        private Optional<RecordProtection> afterEarly = Optional.empty();

        private void early(Optional<EarlyKeys> keys) {
            protect(Optional.empty());
            // What is not application data is still in the clear.
            encrypted = false;
            early = true;
            earlyKeys = keys;
        }

        private void endEarly() {
            early = false;
            protect(afterEarly);
        }

        private void protect(Optional<RecordProtection> next) {
            encrypted = true;
            protection = next;
            sequence = 0;
            refused = 0;
            unauthentic = false;
            fresh = true;
            drop();
            lost = false;
        }

        private void drop() {
            buffered = 0;
            carriers.clear();
        }

        private void append(Bytes bytes) {
            if (buffered + bytes.length() > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.max(buffered + bytes.length(), 2 * buffer.length));
            }
            bytes.copyTo(buffer, buffered);
            buffered += bytes.length();
        }
    }

    private final Secrets secrets;
    private final UnaryOperator<Bytes> inClear;
    private final Output output;
    private final Problems problems;
    private final GrowingList<TlsRecord> records = new GrowingList<>();
    private final GrowingList<TlsMessage> messages = new GrowingList<>();
    private final Course course = new Course();
    private final Side client = new Side();
    private final Side server = new Side();
    private boolean lacksSecret;
    private boolean heardServerFirst;

    /** @param inClear gives what is shown of a record that was opened */
    Transcript(Secrets secrets, UnaryOperator<Bytes> inClear, Output output, Problems problems) {
        this.secrets = secrets;
        this.inClear = inClear;
        this.output = output;
        this.problems = problems;
    }

    /** True if a secret was looked for and is not known. */
    boolean lacksSecret() {
        return lacksSecret;
    }

    /** True if the ClientHello came after the ServerHello, whose keys are named by the client's random. */
    boolean heardServerFirst() {
        return heardServerFirst;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** The records so far, to be read once more. */
    List<RecordAssembler.Raw> raws() {
        return records.picture().stream()
                .map(record -> new RecordAssembler.Raw(
                        record.direction(),
                        record.type(),
                        record.version(),
                        record.from(),
                        record.to(),
                        record.announced(),
                        record.fragment(),
                        record.accepted(),
                        record.startNanos(),
                        record.endNanos()))
                .toList();
    }

    void take(RecordAssembler.Raw raw) {
        Side side = side(raw.direction());
        boolean encrypted = isProtected(raw, side);
        Optional<RecordProtection.Opened> opened = encrypted ? open(raw, side) : Optional.empty();
        boolean readable = !encrypted || opened.isPresent();
        Bytes plaintext = encrypted
                ? opened.map(RecordProtection.Opened::plaintext).map(inClear).orElse(Bytes.empty())
                : raw.fragment();
        TlsRecord record = record(raw, records.size(), encrypted, plaintext, readable);
        records.add(record);
        if (!readable) {
            unreadable(record, side);
            return;
        }
        int type = opened.map(RecordProtection.Opened::type).orElse(raw.type().number());
        side.fresh = false;
        switch (ContentType.of(type).orElse(ContentType.HEARTBEAT)) {
            case CHANGE_CIPHER_SPEC -> changeCipherSpec(record, side, plaintext);
            case ALERT -> alerts(record, plaintext);
            case HANDSHAKE -> handshake(record, side, plaintext);
            case APPLICATION_DATA -> applicationData(record, side, plaintext);
            case HEARTBEAT -> problems.add(about(record) + " has content type " + type + ", which is not decoded here");
        }
    }

    TlsConversation conversation(
            int socket,
            boolean noTls,
            OptionalLong ended,
            List<RecordAssembler.Raw> partial,
            List<String> allProblems) {
        List<TlsRecord> allRecords = records.picture();
        List<TlsMessage> allMessages = messages.picture();
        List<TlsMessage> rest = List.of();
        if (ended.isPresent()) {
            allRecords = new ArrayList<>(allRecords);
            for (RecordAssembler.Raw raw : partial) {
                boolean encrypted = isProtected(raw, side(raw.direction()));
                allRecords.add(record(
                        raw, allRecords.size(), encrypted, encrypted ? Bytes.empty() : raw.fragment(), !encrypted));
            }
            rest = rest(allRecords);
            allMessages = new ArrayList<>(allMessages);
            allMessages.addAll(rest);
            allRecords = List.copyOf(allRecords);
            allMessages = List.copyOf(allMessages);
        }
        return course.picture(socket, allRecords, allMessages, rest, noTls, ended, allProblems);
    }

    /** The handshake messages that are not whole and will not be any more. */
    private List<TlsMessage> rest(List<TlsRecord> allRecords) {
        List<TlsMessage> rest = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            Side side = side(direction);
            List<Bytes> parts = new ArrayList<>(List.of(Bytes.copyOf(side.buffer, 0, side.buffered)));
            List<Integer> carriers = new ArrayList<>(side.carriers);
            long start = side.startNanos;
            long end = start;
            for (TlsRecord record : allRecords.subList(records.size(), allRecords.size())) {
                if (record.direction() == direction
                        && record.type() == ContentType.HANDSHAKE
                        && !record.encrypted()
                        && !side.lost) {
                    parts.add(record.plaintext());
                    start = carriers.isEmpty() ? record.startNanos() : start;
                    carriers.add(record.index());
                }
            }
            if (!carriers.isEmpty()) {
                Bytes bytes = Bytes.concat(parts);
                end = Math.max(end, allRecords.get(carriers.getLast()).endNanos());
                int length = bytes.length() < 4 ? bytes.length() : 4 + bytes.u24(1);
                rest.add(new TlsMessage.Handshake(
                        messages.size() + rest.size(),
                        direction,
                        bytes.isEmpty() ? Optional.empty() : HandshakeType.of(bytes.u8(0)),
                        bytes,
                        length,
                        false,
                        carriers,
                        start,
                        end));
            }
        }
        return rest;
    }

    private boolean isProtected(RecordAssembler.Raw raw, Side side) {
        // application data is never sent in the clear; in TLS 1.3 every protected record calls itself that
        return raw.type() == ContentType.APPLICATION_DATA || (!hellos().isTls13() && side.encrypted);
    }

    private Optional<RecordProtection.Opened> open(RecordAssembler.Raw raw, Side side) {
        if (side.early) {
            Optional<RecordProtection.Opened> opened = side.earlyKeys.flatMap(keys -> keys.open(side.sequence, raw));
            if (opened.isPresent()) {
                side.sequence += raw.accepted() ? 1 : 0;
                return opened;
            }
            boolean goesOn = side.afterEarly
                    .flatMap(next -> next.open(0, raw.type(), raw.version(), raw.fragment()))
                    .isEmpty();
            if (goesOn) {
                return Optional.empty();
            }
            // The server did not take the early data, or its secret is not known: the handshake's records follow.
            side.endEarly();
        }
        if (side.protection.isEmpty()) {
            return Optional.empty();
        }
        // bytes that the modem refused have used up a number only if they reached the peer all the same
        for (int skipped = 0; skipped <= side.refused; skipped++) {
            long sequence = side.sequence + skipped;
            Optional<RecordProtection.Opened> opened =
                    side.protection.get().open(sequence, raw.type(), raw.version(), raw.fragment());
            if (opened.isPresent()) {
                if (raw.accepted()) {
                    side.sequence = sequence + 1;
                    side.refused = 0;
                } else {
                    side.refused = Math.min(4, side.refused + 1);
                }
                return opened;
            }
        }
        side.sequence++;
        if (!side.unauthentic) {
            side.unauthentic = true;
            problems.add("record " + records.size() + " (" + speaker(raw.direction()) + ", "
                    + raw.type().title() + ", " + (raw.to() - raw.from())
                    + " bytes) does not authenticate: its bytes were altered, records before it were lost, or"
                    + " the secret is another one's");
        }
        return Optional.empty();
    }

    private void unreadable(TlsRecord record, Side side) {
        lacksSecret |= side.early ? side.earlyKeys.isEmpty() : side.protection.isEmpty();
        switch (record.type()) {
            case CHANGE_CIPHER_SPEC -> {
                add(new TlsMessage.ChangeCipherSpec(
                        messages.size(),
                        record.direction(),
                        List.of(record.index()),
                        record.startNanos(),
                        record.endNanos()));
                side.protect(Optional.empty());
            }
            case ALERT ->
                add(new TlsMessage.Alert(
                        messages.size(),
                        record.direction(),
                        0,
                        -1,
                        List.of(record.index()),
                        record.startNanos(),
                        record.endNanos()));
            case HANDSHAKE -> {
                int fragment = record.fragment().length();
                int most = hellos().suite()
                        .map(known -> known.mostPlaintext(fragment))
                        .orElse(fragment);
                add(new TlsMessage.Handshake(
                        messages.size(),
                        record.direction(),
                        side.fresh ? Optional.of(HandshakeType.FINISHED) : Optional.empty(),
                        Bytes.empty(),
                        side.fresh ? Math.min(FINISHED, most) : most,
                        true,
                        List.of(record.index()),
                        record.startNanos(),
                        record.endNanos()));
                side.fresh = false;
            }
            case APPLICATION_DATA ->
                add(
                        hellos().isTls13() || side.early
                                ? new TlsMessage.Protected(
                                        messages.size(),
                                        record.direction(),
                                        course.sealed(record.direction(), record.size(), side.early),
                                        List.of(record.index()),
                                        record.startNanos(),
                                        record.endNanos())
                                : new TlsMessage.ApplicationData(
                                        messages.size(),
                                        record.direction(),
                                        Bytes.empty(),
                                        List.of(record.index()),
                                        record.startNanos(),
                                        record.endNanos()));
            case HEARTBEAT -> problems.add(about(record) + " is a heartbeat, which is not decoded here");
        }
    }

    private void changeCipherSpec(TlsRecord record, Side side, Bytes plaintext) {
        if (!plaintext.equals(Bytes.of(1))) {
            problems.add(
                    about(record) + " is a ChangeCipherSpec of " + plaintext.length() + " bytes, not the one byte 01");
        }
        if (side.buffered > 0) {
            problems.add(about(record) + " is a ChangeCipherSpec in the middle of a handshake message");
        }
        add(new TlsMessage.ChangeCipherSpec(
                messages.size(), record.direction(), List.of(record.index()), record.startNanos(), record.endNanos()));
        // before the ServerHello it is what TLS 1.3 clients send for old middle boxes (RFC 8446 appendix D.4)
        if (!hellos().isTls13() && hellos().server().isPresent()) {
            side.protect(keys12(record.direction()));
        }
    }

    private Optional<RecordProtection> keys12(Direction direction) {
        Optional<Hello> clientHello = hellos().client();
        Optional<Hello> serverHello = hellos().server();
        Optional<CipherSuite> suite = hellos().suite();
        if (clientHello.isEmpty() || serverHello.isEmpty() || suite.isEmpty()) {
            return Optional.empty();
        }
        Optional<Bytes> master = secrets.find("CLIENT_RANDOM", clientHello.get().random());
        if (master.isEmpty()) {
            lacksSecret = true;
            return Optional.empty();
        }
        if (hellos().version() != Hellos.TLS12) {
            problems.add("records of " + TlsNames.version(hellos().version())
                    + " are not decrypted here, only those of TLS 1.2 and 1.3");
            return Optional.empty();
        }
        return protection(() -> RecordProtection.tls12(
                suite.get(), master.get(), clientHello.get(), serverHello.get(), direction == Direction.TX));
    }

    private void keys13(Direction direction, String label) {
        Side side = side(direction);
        Optional<Bytes> secret = hellos().client()
                .flatMap(hello ->
                        secrets.find((direction == Direction.TX ? "CLIENT_" : "SERVER_") + label, hello.random()));
        if (secret.isEmpty()) {
            lacksSecret = true;
        }
        side.trafficSecret = secret.orElse(Bytes.empty());
        Optional<RecordProtection> protection = secret.isEmpty() ? Optional.empty() : keys13(secret.get());
        if (side.early) {
            side.afterEarly = protection;
        } else {
            side.protect(protection);
        }
    }

    private Optional<RecordProtection> keys13(Bytes trafficSecret) {
        return protection(() -> RecordProtection.tls13(hellos().suite().orElseThrow(), trafficSecret));
    }

    /** A computation that Java's cryptography may not know the algorithms for. */
    private interface KeySource {
        RecordProtection derive() throws GeneralSecurityException;
    }

    private Optional<RecordProtection> protection(KeySource source) {
        try {
            return Optional.of(source.derive());
        } catch (GeneralSecurityException unknown) {
            problems.add("records of " + hellos().suite().map(CipherSuite::name).orElse("an unknown suite")
                    + " cannot be decrypted here");
            return Optional.empty();
        }
    }

    private void alerts(TlsRecord record, Bytes plaintext) {
        if (plaintext.isEmpty() || plaintext.length() % 2 != 0) {
            problems.add(about(record) + " is an alert of " + plaintext.length() + " bytes, not two");
        }
        for (int i = 0; i + 2 <= plaintext.length(); i += 2) {
            add(new TlsMessage.Alert(
                    messages.size(),
                    record.direction(),
                    plaintext.u8(i),
                    plaintext.u8(i + 1),
                    List.of(record.index()),
                    record.startNanos(),
                    record.endNanos()));
        }
    }

    private void applicationData(TlsRecord record, Side side, Bytes plaintext) {
        add(new TlsMessage.ApplicationData(
                messages.size(),
                record.direction(),
                plaintext,
                List.of(record.index()),
                record.startNanos(),
                record.endNanos()));
        if (!plaintext.isEmpty() && record.accepted()) {
            output.application(record.direction(), side.applicationBytes, plaintext, record.index(), record.endNanos());
            side.applicationBytes += plaintext.length();
        }
    }

    private void handshake(TlsRecord record, Side side, Bytes plaintext) {
        if (side.lost || plaintext.isEmpty()) {
            return;
        }
        Bytes bytes = plaintext;
        int at = 0;
        if (side.buffered > 0) {
            at = complete(record, side, bytes);
            if (at < 0) {
                return;
            }
        }
        // messages that stand in the record in one piece are not copied
        while (bytes.length() - at >= 4 && bytes.length() - at - 4 >= bytes.u24(at + 1)) {
            int next = at + 4 + bytes.u24(at + 1);
            message(record.direction(), bytes.slice(at, next), List.of(record.index()), record.startNanos(), record);
            at = next;
        }
        if (at < bytes.length()) {
            side.append(bytes.from(at));
            side.carriers.add(record.index());
            side.startNanos = record.startNanos();
            checkLength(record, side);
        }
    }

    /** Takes from {@code bytes} what the message in the making lacks; how many bytes that were, or -1 if it lacks more still. */
    private int complete(TlsRecord record, Side side, Bytes bytes) {
        int at = 0;
        side.carriers.add(record.index());
        if (side.buffered < 4) {
            at = Math.min(4 - side.buffered, bytes.length());
            side.append(bytes.slice(0, at));
            if (side.buffered < 4 || !checkLength(record, side)) {
                return -1;
            }
        }
        int missing = announced(side) - side.buffered;
        int take = Math.min(missing, bytes.length() - at);
        side.append(bytes.slice(at, at + take));
        if (take < missing) {
            return -1;
        }
        Bytes whole = Bytes.copyOf(side.buffer, 0, side.buffered);
        List<Integer> carriers = List.copyOf(side.carriers);
        side.drop();
        message(record.direction(), whole, carriers, side.startNanos, record);
        return at + take;
    }

    private boolean checkLength(TlsRecord record, Side side) {
        if (side.buffered >= 4 && announced(side) > LONGEST_MESSAGE) {
            problems.add(about(record) + " announces a handshake message of " + announced(side)
                    + " bytes; the handshake of the " + speaker(record.direction()) + " cannot be followed from here");
            side.lost = true;
            side.drop();
            return false;
        }
        return true;
    }

    private static int announced(Side side) {
        return 4 + ((side.buffer[1] & 0xff) << 16 | (side.buffer[2] & 0xff) << 8 | (side.buffer[3] & 0xff));
    }

    private void message(Direction direction, Bytes bytes, List<Integer> carriers, long startNanos, TlsRecord last) {
        TlsMessage.Handshake message = new TlsMessage.Handshake(
                messages.size(),
                direction,
                HandshakeType.of(bytes.u8(0)),
                bytes,
                bytes.length(),
                true,
                carriers,
                startNanos,
                last.endNanos());
        if (message.type().isEmpty()) {
            problems.add(
                    about(last) + " carries a handshake message of type " + bytes.u8(0) + ", which is in no standard");
        }
        add(message);
        message.type().ifPresent(type -> follow(direction, type));
    }

    /** What a message changes for the bytes after it. */
    private void follow(Direction direction, HandshakeType type) {
        switch (type) {
            case CLIENT_HELLO -> {
                if (direction == Direction.TX) {
                    clientHello();
                }
            }
            case SERVER_HELLO -> {
                if (direction == Direction.RX) {
                    serverHello();
                }
            }
            case FINISHED -> {
                if (hellos().isTls13()) {
                    keys13(direction, "TRAFFIC_SECRET_0");
                }
            }
            case END_OF_EARLY_DATA -> {
                if (side(direction).early) {
                    side(direction).endEarly();
                }
            }
            case KEY_UPDATE -> {
                Side side = side(direction);
                if (hellos().isTls13() && !side.trafficSecret.isEmpty()) {
                    update(side, hellos().suite().orElseThrow());
                }
            }
            default -> {
                // the other messages change nothing for the record layer
            }
        }
    }

    private void clientHello() {
        Optional<Hello> hello = hellos().client();
        heardServerFirst |=
                hellos().server().filter(server -> !server.isRetry()).isPresent();
        if (hello.isEmpty()) {
            problems.add("the ClientHello is malformed: a length in it does not fit");
        } else if (hello.get().has(Hello.EARLY_DATA)) {
            client.early(secrets.find("CLIENT_EARLY_TRAFFIC_SECRET", hello.get().random())
                    .map(secret -> EarlyKeys.of(hello.get(), secret)));
        } else if (client.early) {
            // A second ClientHello has no early data (RFC 8446 section 4.1.2).
            client.endEarly();
        }
    }

    private void serverHello() {
        Optional<Hello> hello = hellos().server();
        if (hello.isEmpty()) {
            problems.add("the ServerHello is malformed: a length in it does not fit");
        } else if (hellos().isTls13() && !hello.get().isRetry()) {
            keys13(Direction.RX, "HANDSHAKE_TRAFFIC_SECRET");
            keys13(Direction.TX, "HANDSHAKE_TRAFFIC_SECRET");
        }
    }

    /** The next generation of a traffic secret (RFC 8446 section 7.2). */
    private void update(Side side, CipherSuite known) {
        try {
            Bytes next = KeyDerivation.expandLabel(
                    known.hash(), side.trafficSecret, "traffic upd", side.trafficSecret.length());
            side.trafficSecret = next;
            side.protect(keys13(next));
        } catch (GeneralSecurityException unknown) {
            side.protect(Optional.empty());
        }
    }

    private void add(TlsMessage message) {
        messages.add(message);
        course.accept(message, records.picture());
    }

    private Hellos hellos() {
        return course.hellos();
    }

    private Side side(Direction direction) {
        return direction == Direction.TX ? client : server;
    }

    private static TlsRecord record(
            RecordAssembler.Raw raw, int index, boolean encrypted, Bytes plaintext, boolean readable) {
        return new TlsRecord(
                index,
                raw.direction(),
                raw.type(),
                raw.version(),
                raw.from(),
                raw.to(),
                raw.fragment(),
                encrypted,
                plaintext,
                readable,
                raw.accepted(),
                raw.startNanos(),
                raw.endNanos(),
                raw.length());
    }

    private static String about(TlsRecord record) {
        return "record " + record.index() + " of the " + speaker(record.direction());
    }

    private static String speaker(Direction direction) {
        return direction == Direction.TX ? "client" : "server";
    }
}
