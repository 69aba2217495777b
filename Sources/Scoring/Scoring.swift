public enum Scoring {}
