package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.Figures;
import dev.parley.ui.shared.Layer;
import dev.parley.ui.shared.Mark;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a row of the console says.
 *
 * @param result the answer's information line, shortened; empty for none
 * @param carried the payload, folded: how many bytes and what they are; empty for none
 */
record ConsoleRow(
        Layer layer,
        String time,
        String took,
        Mark mark,
        String word,
        String text,
        String result,
        String carried,
        String meaning) {

    static ConsoleRow of(Exchange exchange, List<Carriage.Item> items, Function<Exchange, String> dictionary) {
        return new ConsoleRow(
                layer(exchange, items),
                Figures.time(exchange.startNanos()),
                exchange.kind() == Exchange.Kind.COMMAND && !exchange.isOpen()
                        ? Figures.span(exchange.endNanos() - exchange.startNanos())
                        : "",
                mark(exchange),
                word(exchange),
                exchange.text(),
                answer(exchange),
                carried(exchange, items),
                dictionary.apply(exchange));
    }

    /** The highest layer that the exchange served. */
    private static Layer layer(Exchange exchange, List<Carriage.Item> items) {
        Layer highest =
                items.stream().map(Carriage.Item::layer).max(Layer::compareTo).orElse(Layer.AT);
        if (highest != Layer.AT) {
            return highest;
        }
        String text = exchange.text().toUpperCase(Locale.ROOT);
        boolean socket = text.startsWith("AT+QIOPEN")
                || text.startsWith("AT+QICLOSE")
                || text.startsWith("AT+QISEND")
                || text.startsWith("AT+QIRD")
                || text.startsWith("AT+QISTATE")
                || text.startsWith("AT+QIGETERROR")
                || text.startsWith("+QIOPEN")
                || text.startsWith("+QIURC");
        return socket ? Layer.SOCKET : Layer.AT;
    }

    private static Mark mark(Exchange exchange) {
        return switch (exchange.kind()) {
            case URC -> isBadNews(exchange.text()) ? Mark.WARNING : Mark.NOTICE;
            case NOISE -> Mark.WARNING;
            case COMMAND ->
                exchange.result()
                        .map(result -> result.succeeded() ? Mark.DONE : Mark.FAILED)
                        .orElse(Mark.RUNNING);
        };
    }

    private static boolean isBadNews(String urc) {
        return urc.startsWith("+QIURC: \"closed\"") || urc.startsWith("+QIURC: \"pdpdeact\"") || urc.equals("RDY");
    }

    private static String word(Exchange exchange) {
        return switch (exchange.kind()) {
            case URC -> "URC";
            case NOISE -> "noise";
            case COMMAND ->
                exchange.result()
                        .map(result ->
                                result == ResultCode.OK || exchange.resultText().isEmpty()
                                        ? result.name().replace('_', ' ')
                                        : exchange.resultText().replaceFirst("^\\+", ""))
                        .orElse("waits");
        };
    }

    private static String answer(Exchange exchange) {
        return exchange.lines().stream()
                .filter(line -> line.role() == Exchange.Role.INFORMATION)
                .map(Exchange.Line::text)
                .collect(Collectors.joining("  "));
    }

    private static String carried(Exchange exchange, List<Carriage.Item> items) {
        int bytes = exchange.payloadBytes();
        if (bytes == 0) {
            return "";
        }
        List<Carriage.Item> shown = items.stream()
                .filter(item ->
                        items.stream().noneMatch(other -> other.layer() == Layer.MQTT) || item.layer() == Layer.MQTT)
                .toList();
        String what = shown.isEmpty()
                ? ""
                : shown.getFirst().layer().word() + " "
                        + shown.stream().limit(3).map(Carriage.Item::title).collect(Collectors.joining(", "));
        String more = shown.size() > 3 ? " and " + (shown.size() - 3) + " more" : "";
        return Figures.bytesInWords(bytes) + (what.isEmpty() ? "" : ": " + what + more);
    }

    /** True if the row holds {@code needle}, which is in lower case, in any of its texts. */
    boolean holds(String needle) {
        return (text + "\n" + result + "\n" + word + "\n" + carried + "\n" + meaning + "\n" + layer.word())
                .toLowerCase(Locale.ROOT)
                .contains(needle);
    }
}
