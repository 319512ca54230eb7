package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Decodes what one socket carried as TLS 1.2 (RFC 5246) or 1.3 (RFC 8446): records, messages, handshake states, and, where the
 * secrets are known, application data in the clear.
 *
 * <p>The result does not depend on the pieces the bytes come in, and no bytes make it throw: what breaks the protocol is told in
 * {@link TlsConversation#problems}. {@link Direction#TX} is the client. One owner feeds it, from one thread or under one lock;
 * the conversations it hands out may be read by any thread.
 */
public final class TlsDecoder {
    private final int socket;
    private final Consumer<ApplicationBytes> out;
    private final Secrets secrets = new Secrets();
    private final UnaryOperator<Bytes> inClear;
    private final Problems streamProblems = new Problems();
    private final RecordAssembler client;
    private final RecordAssembler server;
    private int lastFromClient = -1;
    private int lastFromServer = -1;
    private Problems readingProblems = new Problems();
    private Transcript transcript;
    /** True once the records were put in the order of time. */
    private boolean ordered;

    private OptionalLong ended = OptionalLong.empty();
    private Optional<TlsConversation> picture = Optional.empty();

    /**
     * A decoder for one socket.
     *
     * @param socketOrdinal the socket's number in the session
     * @param out takes application data that can be read, in order; called by the thread that feeds the decoder
     */
    public TlsDecoder(int socketOrdinal, Consumer<ApplicationBytes> out) {
        this(socketOrdinal, out, UnaryOperator.identity());
    }

    /**
     * As {@link #TlsDecoder(int, Consumer)}, for a reader who may not see everything.
     *
     * @param inClear gives what is shown of a record that was opened, as many bytes as it has
     */
    public TlsDecoder(int socketOrdinal, Consumer<ApplicationBytes> out, UnaryOperator<Bytes> inClear) {
        this.socket = socketOrdinal;
        this.out = out;
        this.inClear = inClear;
        RecordAssembler.Sink sink = new RecordAssembler.Sink() {
            @Override
            public void record(RecordAssembler.Raw raw) {
                transcript.take(raw);
            }

            @Override
            public void noTls(Direction direction, long offset, Bytes bytes, boolean accepted, long nanos) {
                if (accepted) {
                    out.accept(new ApplicationBytes(
                            socketOrdinal, direction, offset, bytes, ApplicationBytes.NO_RECORD, nanos));
                }
            }

            @Override
            public void problem(String text) {
                streamProblems.add(text);
            }
        };
        client = new RecordAssembler(Direction.TX, sink);
        server = new RecordAssembler(Direction.RX, sink);
        transcript = new Transcript(secrets, inClear, this::application, readingProblems);
    }

    /**
     * Takes bytes of the socket's stream.
     *
     * @param offset where they stand in the stream of their direction. Where bytes are missing before them the decoder looks for
     *     the next record; where they go back, the host sends again what the modem had refused
     * @param accepted false if the modem refused them
     * @param nanos when they crossed the link, since the session began
     */
    public void accept(Direction direction, long offset, Bytes bytes, boolean accepted, long nanos) {
        picture = Optional.empty();
        assembler(direction).accept(offset, bytes, accepted, nanos);
        if (transcript.heardServerFirst() && !ordered) {
            readAgain();
        }
    }

    /**
     * Takes a TLS secret, as a line of the NSS key log format has it. It may come before or after the bytes it opens, and belong
     * to another socket.
     *
     * @param label {@code CLIENT_RANDOM} for the master secret of TLS 1.2; {@code CLIENT_HANDSHAKE_TRAFFIC_SECRET}, {@code
     *     CLIENT_TRAFFIC_SECRET_0} and the server's, and {@code CLIENT_EARLY_TRAFFIC_SECRET}, for TLS 1.3; others are not used
     */
    public void secret(String label, Bytes clientRandom, Bytes secret) {
        if (secrets.add(label, clientRandom, secret) && transcript.lacksSecret()) {
            readAgain();
        }
    }

    /**
     * Reads the records once more, with what is known now. A modem may hand out the answer before it has confirmed the question, so they
     * are put in the order of time, unless application data was passed on already: that names its records by their numbers.
     */
    private void readAgain() {
        List<RecordAssembler.Raw> raws = transcript.raws();
        if (lastFromClient < 0 && lastFromServer < 0) {
            raws = raws.stream()
                    .sorted(Comparator.comparingLong(RecordAssembler.Raw::endNanos))
                    .toList();
        }
        ordered = true;
        picture = Optional.empty();
        readingProblems = new Problems();
        transcript = new Transcript(secrets, inClear, this::application, readingProblems);
        raws.forEach(transcript::take);
    }

    /**
     * The socket or the session came to its end. Bytes that the modem still held may come after it. Only the first call counts.
     *
     * @param nanos when, since the session began
     */
    public void closed(long nanos) {
        if (ended.isEmpty()) {
            ended = OptionalLong.of(nanos);
            picture = Optional.empty();
        }
    }

    /** What was said so far. Cheap where nothing came since the last call. */
    public TlsConversation conversation() {
        if (picture.isEmpty()) {
            picture = Optional.of(draw());
        }
        return picture.get();
    }

    private TlsConversation draw() {
        List<String> problems = new ArrayList<>();
        boolean noTls = false;
        for (Direction direction : Direction.values()) {
            RecordAssembler assembler = assembler(direction);
            String speaker = direction == Direction.TX ? "client" : "server";
            if (assembler.isNoTls()) {
                noTls = true;
                problems.add("the " + speaker + "'s first bytes are no TLS: they look like "
                        + FirstBytes.likeness(assembler.opening()));
            } else if (ended.isPresent() && assembler.waiting() > 0) {
                problems.add("the " + speaker + "'s stream ends in the middle of a record: "
                        + assembler
                                .rest()
                                .map(raw -> (raw.to() - raw.from()) + " of its "
                                        + (RecordAssembler.HEADER + raw.length()) + " bytes came")
                                .orElse("not even its header came whole"));
            }
        }
        problems.addAll(streamProblems.texts());
        problems.addAll(readingProblems.texts());
        return transcript.conversation(
                socket,
                noTls,
                ended,
                Stream.of(Direction.TX, Direction.RX)
                        .flatMap(direction -> assembler(direction).rest().stream())
                        .toList(),
                List.copyOf(problems));
    }

    /** Passes application data on, once: a second reading of the records meets what was passed on before. */
    private void application(Direction direction, long offset, Bytes bytes, int record, long nanos) {
        if (record > (direction == Direction.TX ? lastFromClient : lastFromServer)) {
            if (direction == Direction.TX) {
                lastFromClient = record;
            } else {
                lastFromServer = record;
            }
            out.accept(new ApplicationBytes(socket, direction, offset, bytes, record, nanos));
        }
    }

    private RecordAssembler assembler(Direction direction) {
        return direction == Direction.TX ? client : server;
    }
}
