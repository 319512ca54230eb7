package dev.parley.ui.handshake;

import dev.parley.tls.HandshakeState.Lane;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;

/** The stretch of a flight's bracket in one row: its number where it begins, its stroke all along. */
final class FlightBracket extends Region {
    private final Line stroke = new Line();
    private final Label number = new Label();

    FlightBracket() {
        getStyleClass().add("flight");
        stroke.getStyleClass().add("flight-stroke");
        number.getStyleClass().add("flight-number");
        getChildren().addAll(stroke, number);
        setMinSize(0, 0);
    }

    void show(HandshakeRow row) {
        boolean inFlight = row.flight() > 0;
        stroke.setVisible(inFlight);
        number.setVisible(inFlight && row.leads());
        number.setText(Integer.toString(row.flight()));
        getStyleClass().removeAll("flight-client", "flight-server");
        if (inFlight) {
            getStyleClass().add(row.lane() == Lane.CLIENT ? "flight-client" : "flight-server");
        }
        top = row.leads() ? 2 : 0;
        requestLayout();
    }

    private double top;

    @Override
    protected void layoutChildren() {
        double x = Math.floor(getWidth() - 4) + 0.5;
        stroke.setStartX(x);
        stroke.setEndX(x);
        stroke.setStartY(top);
        stroke.setEndY(getHeight());
        double wide = number.prefWidth(-1);
        number.resizeRelocate(
                Math.max(0, x - 4 - wide),
                Math.rint((getHeight() - number.prefHeight(-1)) / 2),
                wide,
                number.prefHeight(-1));
    }
}
