package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.journal.Bytes;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Selector;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What the console's rows show beside what crossed the link: times, marks and what is linked. */
final class RowFace implements ConsoleCell.Face {
    private final ConsoleModel model;
    private final Selector selector;
    private TimeStyle times = TimeStyle.SINCE_START;
    private Instant started = Instant.EPOCH;

    RowFace(ConsoleModel model, Selector selector) {
        this.model = model;
        this.selector = selector;
    }

    /** How times are told. */
    TimeStyle times() {
        return times;
    }

    void times(TimeStyle style) {
        times = style;
    }

    /** The session began at {@code moment}. */
    void started(Instant moment) {
        started = moment;
    }

    @Override
    public ConsoleRow row(Exchange exchange) {
        return model.row(exchange);
    }

    @Override
    public String time(Exchange exchange, long before) {
        return times.of(exchange.startNanos(), before, started, ZoneId.systemDefault());
    }

    @Override
    public boolean isWideTime() {
        return times != TimeStyle.SINCE_START;
    }

    @Override
    public boolean isLinked(Exchange exchange) {
        Selection.Selected selected = selector.selection().get();
        return selected.isOn(new Focus.OnExchange(exchange.number()))
                || exchange.lines().stream().anyMatch(line -> selected.places().touches(line.place()));
    }

    @Override
    public boolean isFound(int row) {
        return model.isFound(row);
    }

    @Override
    public List<String> notes(int row) {
        return model.notes().at(row);
    }

    @Override
    public String hover(Exchange exchange) {
        ConsoleRow row = model.row(exchange);
        return Stream.of(row.text(), row.meaning(), row.result(), row.carried())
                .filter(Objects::nonNull)
                .filter(text -> !text.isEmpty())
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
    }

    @Override
    public String command(Exchange exchange) {
        if (model.byteView() == ByteView.TEXT || exchange.kind() == Exchange.Kind.NOISE) {
            return exchange.text();
        }
        String ends = exchange.kind() == Exchange.Kind.URC ? "\r\n" : "\r";
        String begins = exchange.kind() == Exchange.Kind.URC ? ends : "";
        return ByteView.visible(Bytes.latin1(begins + exchange.text() + ends));
    }

    @Override
    public void toggle(int row) {
        model.toggle(row);
    }

    @Override
    public void fold(int row, int line) {
        model.fold(row, line);
    }

    @Override
    public boolean isUnfolded(int row, int line) {
        return model.isUnfolded(row, line);
    }
}
