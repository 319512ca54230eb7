package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.at.Exchanges;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code AT+QISEND} takes 1460 bytes at most (Quectel BG95 TCP/IP application note, AT+QISEND). */
final class SendOver1460 implements Rule {
    private static final Pattern SEND = Pattern.compile("AT\\+QISEND=\\d+,(\\d{1,9})", Pattern.CASE_INSENSITIVE);
    private static final int LIMIT = 1460;

    @Override
    public String code() {
        return "send-over-1460";
    }

    @Override
    public List<Finding> examine(CaseView session) {
        Exchanges exchanges = Facts.exchanges(session);
        Optional<Exchange> over = exchanges
                .commandRows("AT+QISEND=")
                .filter(row -> exchanges.anyText(row, SendOver1460::isOver))
                .mapToObj(exchanges::get)
                .findFirst();
        return over
                .map(exchange -> new Finding(
                        code(),
                        0.93,
                        exchange.text() + " asks for more than one AT+QISEND can carry",
                        "The modem takes at most 1460 bytes in one AT+QISEND and answers ERROR to more; the record was"
                                + " never sent.",
                        List.of(Facts.evidence(exchange)),
                        List.of("Cut what the TLS library hands over into pieces of 1460 bytes or less in the"
                                + " transport's send."),
                        "The modem answered with a prompt and SEND OK."))
                .stream()
                .toList();
    }

    private static boolean isOver(CharSequence text) {
        Matcher matcher = SEND.matcher(text);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) > LIMIT;
    }
}
