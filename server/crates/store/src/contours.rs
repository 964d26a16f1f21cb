//! Contours of communes that an operator imported: texts by INSEE code, given back as they came.

use portal::PortError;
use portal::places::Insee;

use crate::Store;
use crate::statement::{sql, statements};

statements! {
    ALL = "SELECT insee, contour FROM commune_contour ORDER BY insee";
    CLEAR = "DELETE FROM commune_contour";
    INSERT = "INSERT INTO commune_contour (insee, contour) VALUES ($1, $2)
        ON CONFLICT (insee) DO UPDATE SET contour = excluded.contour";
}

impl Store {
    /// Replaces all contours at once; of two for one commune the last stays. They sharpen messages received
    /// from now on.
    pub async fn replace_contours(
        &self,
        contours: impl IntoIterator<Item = (Insee, String), IntoIter: Send>,
    ) -> Result<(), PortError> {
        let contours = contours.into_iter();
        let mut tx = self.db.write().await?;
        sql!(execute, tx, CLEAR)?;
        for (insee, contour) in contours {
            sql!(execute, tx, INSERT, insee.0, contour)?;
        }
        Ok(tx.commit().await?)
    }

    /// All contours, by INSEE code.
    pub async fn contours(&self) -> Result<Vec<(Insee, String)>, PortError> {
        let rows: Vec<(String, String)> = sql!(fetch_all, self.db, ALL)?;
        Ok(rows
            .into_iter()
            .map(|(insee, contour)| (Insee(insee), contour))
            .collect())
    }
}
