package dev.parley.ui.soak;

import dev.parley.doctor.soak.VariantRow;
import java.util.Locale;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/** A share with its 95 % interval, on a scale from 0 to 1. */
final class RateBar extends Region {
    private final VariantRow.Rate rate;
    private final Region interval = new Region();
    private final Region share = new Region();

    RateBar(VariantRow.Rate rate) {
        this.rate = rate;
        getStyleClass().add("soak-rate");
        interval.getStyleClass().add("soak-interval");
        share.getStyleClass().add("soak-share");
        getChildren().addAll(interval, share);
        setMinSize(60, 14);
        setPrefSize(80, 14);
        setMaxHeight(14);
        Tooltip.install(this, new Tooltip(words(rate)));
        setAccessibleText(words(rate));
    }

    static String words(VariantRow.Rate rate) {
        return String.format(
                Locale.ROOT,
                "%.1f %%, with 95 %% confidence between %.1f and %.1f %%",
                100 * rate.share(),
                100 * rate.low(),
                100 * rate.high());
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double low = width * rate.low();
        interval.resizeRelocate(low, 4, Math.max(2, width * rate.high() - low), 6);
        share.resizeRelocate(Math.min(width - 3, Math.max(0, width * rate.share() - 1.5)), 1, 3, 12);
    }
}
