package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.GrowingList;
import java.util.ArrayList;
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
    /** What comes first after ChangeCipherSpec: a header and twelve bytes of verify_data (RFC 5246 section 7.4.9). */
    private static final int FINISHED = 16;

    /** Who takes application data that can be read. */
    interface Output {
        void application(Direction direction, long offset, Bytes bytes, int record, long nanos);
    }

    /** One direction: what opens its records, and its handshake message in the making. */
    private final class Side {
        private final MessageAssembler messages;
        private final RecordOpener opener;
        private long applicationBytes;

        Side(Direction direction) {
            messages = new MessageAssembler(new Taking(direction));
            opener = new RecordOpener(messages::restart);
        }
    }

    private final UnaryOperator<Bytes> inClear;
    private final Output output;
    private final Problems problems;
    private final GrowingList<TlsRecord> records = new GrowingList<>();
    private final GrowingList<TlsMessage> messages = new GrowingList<>();
    private final Course course = new Course();
    private final TrafficKeys keys;
    private final Side client = new Side(Direction.TX);
    private final Side server = new Side(Direction.RX);
    private boolean lacksSecret;
    private boolean heardServerFirst;

    /** @param inClear gives what is shown of a record that was opened */
    Transcript(Secrets secrets, UnaryOperator<Bytes> inClear, Output output, Problems problems) {
        this.inClear = inClear;
        this.output = output;
        this.problems = problems;
        this.keys = new TrafficKeys(secrets, course.hellos(), problems);
    }

    /** True if a secret was looked for and is not known. */
    boolean lacksSecret() {
        return lacksSecret || keys.missed();
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
        Optional<RecordProtection.Opened> opened =
                encrypted ? side.opener.open(raw, () -> broken(raw)) : Optional.empty();
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
        side.opener.used();
        switch (ContentType.of(type).orElse(ContentType.HEARTBEAT)) {
            case CHANGE_CIPHER_SPEC -> changeCipherSpec(record, side, plaintext);
            case ALERT -> alerts(record, plaintext);
            case HANDSHAKE -> side.messages.take(record, plaintext);
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
        List<TlsRecord> later = allRecords.subList(records.size(), allRecords.size());
        for (Direction direction : Direction.values()) {
            side(direction)
                    .messages
                    .rest(later.stream()
                            .filter(record -> record.direction() == direction
                                    && record.type() == ContentType.HANDSHAKE
                                    && !record.encrypted())
                            .toList())
                    .ifPresent(part -> rest.add(new TlsMessage.Handshake(
                            messages.size() + rest.size(),
                            direction,
                            part.bytes().isEmpty()
                                    ? Optional.empty()
                                    : HandshakeType.of(part.bytes().u8(0)),
                            part.bytes(),
                            part.bytes().length() < 4
                                    ? part.bytes().length()
                                    : 4 + part.bytes().u24(1),
                            false,
                            part.carriers(),
                            part.startNanos(),
                            allRecords.get(part.carriers().getLast()).endNanos())));
        }
        return rest;
    }

    private boolean isProtected(RecordAssembler.Raw raw, Side side) {
        // application data is never sent in the clear; in TLS 1.3 every protected record calls itself that
        return raw.type() == ContentType.APPLICATION_DATA || (!hellos().isTls13() && side.opener.isEncrypted());
    }

    private void broken(RecordAssembler.Raw raw) {
        problems.add("record " + records.size() + " (" + speaker(raw.direction()) + ", "
                + raw.type().title() + ", " + (raw.to() - raw.from())
                + " bytes) does not authenticate: its bytes were altered, records before it were lost, or"
                + " the secret is another one's");
    }

    private void unreadable(TlsRecord record, Side side) {
        lacksSecret |= side.opener.lacksKeys();
        switch (record.type()) {
            case CHANGE_CIPHER_SPEC -> {
                add(new TlsMessage.ChangeCipherSpec(
                        messages.size(),
                        record.direction(),
                        List.of(record.index()),
                        record.startNanos(),
                        record.endNanos()));
                side.opener.protect(Optional.empty());
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
                        side.opener.isFresh() ? Optional.of(HandshakeType.FINISHED) : Optional.empty(),
                        Bytes.empty(),
                        side.opener.isFresh() ? Math.min(FINISHED, most) : most,
                        true,
                        List.of(record.index()),
                        record.startNanos(),
                        record.endNanos()));
                side.opener.used();
            }
            case APPLICATION_DATA ->
                add(
                        hellos().isTls13() || side.opener.isEarly()
                                ? new TlsMessage.Protected(
                                        messages.size(),
                                        record.direction(),
                                        course.sealed(record.direction(), record.size(), side.opener.isEarly()),
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
        if (side.messages.isInTheMidst()) {
            problems.add(about(record) + " is a ChangeCipherSpec in the middle of a handshake message");
        }
        add(new TlsMessage.ChangeCipherSpec(
                messages.size(), record.direction(), List.of(record.index()), record.startNanos(), record.endNanos()));
        // before the ServerHello it is what TLS 1.3 clients send for old middle boxes (RFC 8446 appendix D.4)
        if (!hellos().isTls13() && hellos().server().isPresent()) {
            side.opener.protect(keys.tls12(record.direction()));
        }
    }

    private void keys13(Direction direction, String label) {
        Bytes secret = keys.secret13(direction, label);
        side(direction).opener.follow(secret, keys.tls13(secret));
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

    /** What one direction's messages are taken as. */
    private final class Taking implements MessageAssembler.Sink {
        private final Direction direction;

        Taking(Direction direction) {
            this.direction = direction;
        }

        @Override
        public void message(Bytes bytes, List<Integer> carriers, long startNanos, TlsRecord last) {
            Transcript.this.message(direction, bytes, carriers, startNanos, last);
        }

        @Override
        public void tooLong(TlsRecord record, int announced) {
            problems.add(about(record) + " announces a handshake message of " + announced
                    + " bytes; the handshake of the " + speaker(direction) + " cannot be followed from here");
        }
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
                side(direction).opener.endEarly();
            }
            case KEY_UPDATE -> {
                if (hellos().isTls13()) {
                    update(side(direction).opener);
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
            client.opener.early(keys.early(hello.get()));
        } else {
            // A second ClientHello has no early data (RFC 8446 section 4.1.2).
            client.opener.endEarly();
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

    private void update(RecordOpener opener) {
        if (opener.trafficSecret().isEmpty()) {
            return;
        }
        Bytes next = keys.next(opener.trafficSecret());
        if (next.isEmpty()) {
            opener.protect(Optional.empty());
        } else {
            opener.follow(next, keys.tls13(next));
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
