"""Charts of results, each as a Vega-Lite specification with its words and its table; drawn by charts.drawing."""
