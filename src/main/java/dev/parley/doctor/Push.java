package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.socket.ModemSocket;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One {@code +QIURC: "recv",id,length} with the bytes behind it (access mode 1).
 *
 * @param told the length it names
 * @param came the bytes that followed
 */
record Push(Exchange exchange, int told, int came) {
    private static final Pattern RECV = Pattern.compile("\\+QIURC: ?\"recv\",(\\d{1,2}),(\\d{1,5})");

    /** The pushes of this connection's, in order. */
    static Stream<Push> all(CaseView session, ModemSocket socket) {
        Predicate<Exchange> ofSocket = Facts.ofSocket(session, socket);
        return Facts.urcs(session, "+QIURC")
                .map(urc -> session.exchanges().get((int) urc.exchange()))
                .filter(ofSocket)
                .flatMap(exchange -> {
                    Matcher matcher = RECV.matcher(exchange.text());
                    return matcher.matches() && Integer.parseInt(matcher.group(1)) == socket.id()
                            ? Stream.of(new Push(exchange, Integer.parseInt(matcher.group(2)), exchange.payloadBytes()))
                            : Stream.empty();
                });
    }

    Evidence evidence(String what) {
        return new Evidence(what, exchange.places(), exchange.startNanos());
    }
}
